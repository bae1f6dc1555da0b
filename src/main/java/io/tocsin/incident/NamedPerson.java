package io.tocsin.incident;

import java.time.Instant;

/**
 * Somebody who was named to read an incident.
 *
 * @param person user id
 * @param namedBy user id, or {@code tocsin} for the engine
 * @param why a sentence without a full stop
 */
public record NamedPerson(String person, String namedBy, Instant at, String why) {}
