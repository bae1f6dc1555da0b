package io.tocsin.incident;

/**
 * An incident was merged into another, which has taken over its services. Published in the
 * transaction that merges them.
 *
 * @param incident the one that is dismissed
 * @param into the one that goes on
 */
public record IncidentMerged(IncidentView incident, IncidentView into) {}
