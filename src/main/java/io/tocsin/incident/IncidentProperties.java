package io.tocsin.incident;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of incidents, {@code tocsin.*}.
 *
 * @param defaultPolicy followed by incidents whose services name none
 * @param baseUrl where people reach Tocsin, for links in messages, without a slash at the end
 * @param warRoomUrl template of the call link; {@code {number}} is replaced; none without it
 */
@Validated
@ConfigurationProperties("tocsin")
public record IncidentProperties(
    @NotBlank String defaultPolicy,
    @DefaultValue("http://localhost:8080") String baseUrl,
    @Nullable String warRoomUrl) {

  /** An environment passes what is not set as an empty text. */
  public IncidentProperties {
    warRoomUrl = warRoomUrl == null || warRoomUrl.isBlank() ? null : warRoomUrl;
  }

  /** Returns the call of an incident, if there is a template of calls. */
  public @Nullable String callOf(String number) {
    return warRoomUrl == null ? null : warRoomUrl.replace("{number}", number);
  }

  /** Returns the console page of an incident. */
  public String pageOf(String number) {
    return baseUrl + "/incidents/" + number;
  }
}
