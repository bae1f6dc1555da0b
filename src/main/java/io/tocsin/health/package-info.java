/** Probing services, and the gates decided on the results. */
@NullMarked
package io.tocsin.health;

import org.jspecify.annotations.NullMarked;
