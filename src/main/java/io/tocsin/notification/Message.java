package io.tocsin.notification;

import org.jspecify.annotations.Nullable;

/**
 * What is written to somebody.
 *
 * @param subject one line, never marked up
 * @param body in the markup of the channel
 * @param html the same for channels that show HTML beside plain text; null otherwise
 */
record Message(String subject, String body, @Nullable String html) {}
