/**
 * Slack: its Web API, its signatures, messages through it, and the channel that an incident has of
 * its own.
 */
@NullMarked
package io.tocsin.slack;

import org.jspecify.annotations.NullMarked;
