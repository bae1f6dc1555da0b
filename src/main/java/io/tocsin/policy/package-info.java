/**
 * An organisation's response policy, read from its DMN decisions; deadlines and the business
 * calendar.
 */
@NullMarked
package io.tocsin.policy;

import org.jspecify.annotations.NullMarked;
