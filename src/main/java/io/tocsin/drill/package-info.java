/** Simulated services for practice and for the sample. */
@NullMarked
package io.tocsin.drill;

import org.jspecify.annotations.NullMarked;
