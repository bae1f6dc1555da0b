package io.tocsin.catalog;

import jakarta.validation.Valid;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tells more of a service than its monitors do.
 *
 * @param errors lines of the last five minutes that speak of errors
 * @param deployments one a line, the newest first; a line that begins with a time in ISO 8601 tells
 *     its age
 * @param deploymentIsRecentFor how long a deployment is a suspect
 * @param traffic lines about who calls the service, such as the addresses with most requests
 */
public record EvidenceSources(
    @Nullable @Valid LineQuery errors,
    @Nullable @Valid LineQuery deployments,
    @DefaultValue("2h") Duration deploymentIsRecentFor,
    @Nullable @Valid LineQuery traffic) {}
