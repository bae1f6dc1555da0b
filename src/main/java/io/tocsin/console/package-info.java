/** The web pages of the team. */
@NullMarked
package io.tocsin.console;

import org.jspecify.annotations.NullMarked;
