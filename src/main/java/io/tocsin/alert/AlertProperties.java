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
 *     this silence it counts as new, for senders that never say resolved. So does one of a resolved
 *     incident whose sender does not say since when it fires
 * @param sources who may send; the name is that of a format, or names its format
 * @param mapping read from above, the first rule that matches counts
 */
@Validated
@ConfigurationProperties("tocsin.alerts")
record AlertProperties(
    @DefaultValue("1MB") @NotNull DataSize maxBody,
    @DefaultValue("service") @NotEmpty List<String> serviceLabels,
    @DefaultValue("24h") @NotNull Duration forgetMutedAfter,
    @DefaultValue Map<String, Source> sources,
    @DefaultValue List<Rule> mapping) {

  /**
   * One source. Without a token and a secret nobody may speak for it.
   *
   * @param format the name of the source if absent
   * @param token what it sends as bearer token or password, or as routing key or GenieKey; only its
   *     hash is kept
   * @param secret what it signs with, if its format knows signatures
   * @param timestampHeader Grafana: the header of the time that is signed; required when set
   * @param severities what its words mean, before the words of the format
   */
  record Source(
      @Nullable String format,
      @Nullable Token token,
      @Nullable SigningKey secret,
      @Nullable String timestampHeader,
      @DefaultValue Map<String, String> severities) {}

  /**
   * What to make of some alerts.
   *
   * @param name for people; its number if absent
   * @param note if set, a firing alert opens nothing and becomes a note with this reason
   */
  record Rule(
      @Nullable String name,
      @DefaultValue Match match,
      @DefaultValue Reading set,
      @Nullable String note) {}

  /** Patterns, all of which must match: {@code *} is any text, {@code ?} one character. */
  record Match(
      @Nullable String source, @Nullable String title, @DefaultValue Map<String, String> labels) {}

  /** What is set; the rest stays as the source says. */
  record Reading(
      @DefaultValue List<String> services, @Nullable String severity, @Nullable String kind) {}
}
