/** For those who run Tocsin: what has failed and waits for a person, and how the system is. */
@NullMarked
package io.tocsin.operation;

import org.jspecify.annotations.NullMarked;
