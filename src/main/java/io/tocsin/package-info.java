/** Tocsin: incident response as an executable process. */
@NullMarked
package io.tocsin;

import org.jspecify.annotations.NullMarked;
