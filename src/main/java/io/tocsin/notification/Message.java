package io.tocsin.notification;

/**
 * What is written to somebody.
 *
 * @param subject one line
 */
record Message(String subject, String body) {}
