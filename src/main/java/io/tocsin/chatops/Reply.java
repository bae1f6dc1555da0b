package io.tocsin.chatops;

import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param text in Slack's markup
 * @param incident that it is about, if any
 */
record Reply(String text, @Nullable String incident) {}
