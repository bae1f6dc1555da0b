package io.tocsin.incident;

/**
 * An incident was open when an operator ended its process. Published in the transaction that ends
 * both: there is no model left that would tell anybody.
 *
 * @param now the incident, dismissed or closed
 * @param by who ended the process; the engine when that is not known
 */
public record IncidentAbandoned(IncidentView now, Actor by) {}
