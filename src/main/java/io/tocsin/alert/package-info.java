/** Alerts from detection sources: intake, deduplication, correlation to incidents. */
@NullMarked
package io.tocsin.alert;

import org.jspecify.annotations.NullMarked;
