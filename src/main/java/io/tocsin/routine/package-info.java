/**
 * What a policy wants done regularly, without an incident: begun by the calendar, done by people.
 */
@NullMarked
package io.tocsin.routine;

import org.jspecify.annotations.NullMarked;
