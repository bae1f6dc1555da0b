/** Drills: scenarios, the services that they break, those who play, and the scorecard. */
@NullMarked
package io.tocsin.drill;

import org.jspecify.annotations.NullMarked;
