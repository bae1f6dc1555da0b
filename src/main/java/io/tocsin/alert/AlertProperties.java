package io.tocsin.alert;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the alert intake, {@code tocsin.alerts}.
 *
 * @param maxBody the largest payload taken
 * @param serviceLabels the labels that name a service; the first that an alert carries counts
 * @param forgetMutedAfter an alert of a dismissed incident is muted while it keeps firing; after
 *     this silence it counts as new, for senders that never say resolved
 * @param sources who may send, by the name of the format; without a token nobody may
 */
@Validated
@ConfigurationProperties("tocsin.alerts")
record AlertProperties(
    @DefaultValue("1MB") @NotNull DataSize maxBody,
    @DefaultValue("service") @NotEmpty List<String> serviceLabels,
    @DefaultValue("24h") @NotNull Duration forgetMutedAfter,
    @DefaultValue Map<String, Source> sources) {

  /**
   * One source.
   *
   * @param token what it sends as bearer token or as password; only its hash is kept
   */
  record Source(@Nullable Token token) {}
}
