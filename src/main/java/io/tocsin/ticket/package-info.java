/** The ticket of an incident that the policy works off in working hours. */
@NullMarked
package io.tocsin.ticket;

import org.jspecify.annotations.NullMarked;
