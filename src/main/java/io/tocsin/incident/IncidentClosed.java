package io.tocsin.incident;

/**
 * Nothing more will happen to an incident. Published in the transaction that ends it.
 *
 * @param status closed or dismissed
 * @param mergedInto the incident that goes on instead, if it was merged
 */
public record IncidentClosed(
    String number, Status status, @org.jspecify.annotations.Nullable String mergedInto) {}
