package io.tocsin.health;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of all monitors, {@code tocsin.monitors}. What they watch stands in the catalog.
 *
 * @param enabled whether they run at all
 */
@ConfigurationProperties("tocsin.monitors")
record MonitorProperties(@DefaultValue("true") boolean enabled) {}
