package io.tocsin.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of samples, {@code tocsin.sample}.
 *
 * @param history whether a start without any incident writes a past and trainings; for the local
 *     run
 */
@ConfigurationProperties("tocsin.sample")
record SampleProperties(boolean history) {}
