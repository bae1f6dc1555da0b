/** Marks of content, and names for what must not be kept itself. */
@NullMarked
package io.tocsin.hash;

import org.jspecify.annotations.NullMarked;
