/**
 * What each line of the log says beside its words: which incident, step and request it belongs to.
 */
@NullMarked
package io.tocsin.logs;

import org.jspecify.annotations.NullMarked;
