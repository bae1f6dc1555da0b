/** Errors that tell a caller what was wrong and what to do next, as RFC 9457 problem documents. */
@NullMarked
package io.tocsin.problem;

import org.jspecify.annotations.NullMarked;
