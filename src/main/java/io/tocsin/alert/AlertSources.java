package io.tocsin.alert;

import io.tocsin.problem.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which sources there are, and who may speak for them. */
@Component
class AlertSources {

  private final Map<String, AlertFormat> formats;
  private final Map<String, AlertProperties.Source> configured;

  AlertSources(List<AlertFormat> formats, AlertProperties properties) {
    this.formats =
        new TreeMap<>(
            formats.stream().collect(Collectors.toMap(AlertFormat::name, Function.identity())));
    this.configured = properties.sources();
    for (var name : configured.keySet()) {
      if (!knows(name)) {
        throw new IllegalStateException(
            "tocsin.alerts.sources.%s: there is no such source; there are %s"
                .formatted(name, String.join(", ", this.formats.keySet())));
      }
    }
  }

  boolean knows(String source) {
    return formats.containsKey(source);
  }

  /**
   * Returns the format of a source.
   *
   * @throws NotFoundException naming the sources that there are
   */
  AlertFormat format(String source) {
    return Optional.ofNullable(formats.get(source))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "There is no alert source '%s'; there are %s"
                        .formatted(Fields.echo(source), String.join(", ", formats.keySet()))));
  }

  /**
   * Returns whether a request may speak for a source: by bearer token, or by HTTP Basic with the
   * token as password and any user name.
   *
   * @param authorization the header, if there is one
   */
  boolean admits(String source, @Nullable String authorization) {
    var settings = configured.get(source);
    if (settings == null || settings.token() == null || authorization == null) {
      return false;
    }
    return secret(authorization).filter(settings.token()::fits).isPresent();
  }

  private static Optional<String> secret(String authorization) {
    var parts = authorization.strip().split("\\s+", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(parts[1]);
      case "basic" -> password(parts[1]);
      default -> Optional.empty();
    };
  }

  private static Optional<String> password(String credentials) {
    try {
      var decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      var colon = decoded.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(decoded.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
