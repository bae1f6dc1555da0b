/** The one way out to configured URLs: limited in time, size and addresses. */
@NullMarked
package io.tocsin.outbound;

import org.jspecify.annotations.NullMarked;
