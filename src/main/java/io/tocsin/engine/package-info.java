/**
 * The room of Camunda: engine settings, typed variables, correlation. Knows no feature; finds their
 * beans by type.
 */
@NullMarked
package io.tocsin.engine;

import org.jspecify.annotations.NullMarked;
