/** Key figures computed from the record, beside the targets of the policies. */
@NullMarked
package io.tocsin.metrics;

import org.jspecify.annotations.NullMarked;
