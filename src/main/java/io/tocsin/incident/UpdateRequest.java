package io.tocsin.incident;

import java.time.Instant;

/**
 * Somebody asked for a status update.
 *
 * @param audience internal, executive or public
 * @param requestedBy id of the person
 */
public record UpdateRequest(String audience, String reason, String requestedBy, Instant at) {}
