/** How near words are to each other, for those who have mistyped one. */
@NullMarked
package io.tocsin.spelling;

import org.jspecify.annotations.NullMarked;
