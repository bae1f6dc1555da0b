package io.tocsin.notification;

import org.jspecify.annotations.Nullable;

/**
 * What is written to somebody.
 *
 * @param subject one line, never marked up
 * @param body in the markup of the channel
 * @param html the same for channels that show HTML beside plain text; null otherwise
 * @param calendar an iCalendar object that goes with a mail; null for almost all
 */
record Message(String subject, String body, @Nullable String html, @Nullable String calendar) {

  Message(String subject, String body, @Nullable String html) {
    this(subject, body, html, null);
  }

  Message with(String calendar) {
    return new Message(subject, body, html, calendar);
  }
}
