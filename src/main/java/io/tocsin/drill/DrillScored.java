package io.tocsin.drill;

import java.time.Instant;

/**
 * A drill has come to its scorecard. Published in the transaction that writes it, again when it is
 * written again.
 *
 * @param number of the incident that it plays
 * @param policy that the incident follows
 * @param kind tabletop, game-day, simulation or surprise
 * @param severity level of the incident at the end
 * @param percent of the points that were made
 * @param unattended whether it ran by itself, so that nobody has practised anything
 * @param aborted whether it was broken off
 * @param restricted whether not everybody may know how it went
 */
public record DrillScored(
    String number,
    String title,
    String policy,
    String kind,
    int severity,
    String lead,
    Instant startedAt,
    int percent,
    boolean unattended,
    boolean aborted,
    boolean restricted) {}
