package io.tocsin.alert;

import io.tocsin.problem.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Which sources there are, and who may speak for them. */
@Component
class AlertSources {

  /** Sources of our own. */
  private static final Set<String> OURS = Set.of("monitor", "heartbeat");

  private final Map<String, AlertFormat> formats;
  private final Map<String, AlertProperties.Source> configured;

  private final Map<String, Map<String, String>> severities = new ConcurrentHashMap<>();
  private final long maxBody;
  private final Clock clock;

  AlertSources(List<AlertFormat> formats, AlertProperties properties, Clock clock) {
    this.formats =
        new TreeMap<>(
            formats.stream().collect(Collectors.toMap(AlertFormat::name, Function.identity())));
    this.configured = properties.sources();
    this.maxBody = properties.maxBody().toBytes();
    this.clock = clock;
    configured.forEach(this::check);
  }

  private void check(String name, AlertProperties.Source source) {
    var place = "tocsin.alerts.sources." + name;
    if (source.format() == null && !formats.containsKey(name)) {
      throw new IllegalStateException(
          "%s: there is no such source; there are %s, or give its format"
              .formatted(place, String.join(", ", formats.keySet())));
    }
    if (source.format() != null && !formats.containsKey(source.format())) {
      throw new IllegalStateException(
          "%s.format: there are %s".formatted(place, String.join(", ", formats.keySet())));
    }
    if (!name.matches("[a-z0-9][a-z0-9-]{0,39}") || OURS.contains(name)) {
      throw new IllegalStateException(
          place + ": choose another name, of at most 40 small letters, digits and hyphens");
    }
    if (formats.containsKey(name) && source.format() != null && !source.format().equals(name)) {
      throw new IllegalStateException(
          place + ".format: a source of another format needs another name");
    }
  }

  boolean knows(String source) {
    return formats.containsKey(source) || configured.containsKey(source);
  }

  /**
   * Returns the format of a source.
   *
   * @throws NotFoundException naming the sources that there are
   */
  AlertFormat format(String source) {
    var settings = configured.get(source);
    var format = settings == null || settings.format() == null ? source : settings.format();
    return Optional.ofNullable(formats.get(format))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "There is no alert source '%s'; there are %s"
                        .formatted(Fields.echo(source), String.join(", ", names()))));
  }

  SortedSet<String> names() {
    var names = new TreeSet<>(formats.keySet());
    names.addAll(configured.keySet());
    return names;
  }

  /** Returns what the words of a source for severities mean, in lower case. */
  Map<String, String> severities(String source) {
    // The same for as long as we run, and asked for by each alert.
    return severities.computeIfAbsent(source, this::meanings);
  }

  private Map<String, String> meanings(String source) {
    var words = new HashMap<>(format(source).severities());
    var settings = configured.get(source);
    if (settings != null) {
      settings
          .severities()
          .forEach((word, meaning) -> words.put(word.toLowerCase(Locale.ROOT), meaning));
    }
    return Map.copyOf(words);
  }

  /**
   * Returns whether a request may speak for a source: by its signature, if it carries one and the
   * source has a secret, else by its token.
   *
   * @throws Refusal when it is too large to be looked at
   */
  boolean admits(String source, AlertRequest request) throws IOException {
    var settings = configured.get(source);
    if (settings == null) {
      return false;
    }
    if (settings.secret() != null) {
      var body = request.body(maxBody);
      if (body == null) {
        throw new Refusal(413, Payloads.tooLarge(maxBody).getBody());
      }
      var signature = format(source).signature(request, body, settings, clock.instant());
      if (signature.isPresent()) {
        return signature.get();
      }
    }
    return admits(source, request.getHeader(HttpHeaders.AUTHORIZATION));
  }

  /**
   * Returns whether a header may speak for a source: by bearer token, or by HTTP Basic with the
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

  /** Returns the source of a format that has a token. */
  Optional<String> withToken(String format, String token) {
    return configured.entrySet().stream()
        .filter(source -> format(source.getKey()).name().equals(format))
        .filter(
            source -> {
              var known = source.getValue().token();
              return known != null && known.fits(token);
            })
        .map(Map.Entry::getKey)
        .findFirst();
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
