/** Mitigations: proposing, approving and running actions of the catalog. */
@NullMarked
package io.tocsin.remediation;

import org.jspecify.annotations.NullMarked;
