package io.tocsin.health;

/**
 * A monitor does not work itself, as often in a row as would have raised an alert. Published in the
 * transaction that records it.
 *
 * @param why without secrets
 */
public record MonitorBlind(String service, String monitor, String why) {}
