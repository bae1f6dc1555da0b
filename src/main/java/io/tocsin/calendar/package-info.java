/** Calendars as text: what programs subscribe to, and what is sent by e-mail. */
@NullMarked
package io.tocsin.calendar;

import org.jspecify.annotations.NullMarked;
