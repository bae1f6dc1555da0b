/** The wall around drills: what of an exercise may reach anything real, decided in one place. */
@NullMarked
package io.tocsin.wall;

import org.jspecify.annotations.NullMarked;
