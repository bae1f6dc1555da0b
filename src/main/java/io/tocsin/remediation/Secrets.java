package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The secrets of an action, kept out of what it says. */
record Secrets(List<String> values) {

  /** Shorter values are no secrets, and masking them would garble the output. */
  private static final int SHORTEST = 6;

  private static final String MASK = "*****";

  /** Names whose values are known to be harmless and likely to turn up in an output. */
  private static final Set<String> HARMLESS =
      Set.of("path", "home", "lang", "tz", "user", "accept", "content-type", "user-agent");

  static Secrets of(Action action) {
    var http = action.http();
    return new Secrets(
        Stream.concat(
                action.environment().entrySet().stream(),
                http == null ? Stream.empty() : http.headers().entrySet().stream())
            .filter(entry -> !HARMLESS.contains(entry.getKey().toLowerCase(Locale.ROOT)))
            .map(Map.Entry::getValue)
            // "Bearer abc": the token alone is as secret as the whole.
            .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split("\\s+"))))
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            // A secret that holds another is masked first.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /**
   * Masks the secrets and cuts the text.
   *
   * @param truncated whether the text ends where reading stopped, perhaps within a secret
   */
  String mask(String text, boolean truncated, int length) {
    var masked = text;
    for (var value : values) {
      masked = masked.replace(value, MASK);
    }
    if (truncated && !values.isEmpty()) {
      masked = masked.substring(0, Math.max(0, masked.length() - values.get(0).length() + 1));
    }
    return truncated || masked.length() > length
        ? masked.substring(0, Math.min(length, masked.length())) + "… (cut)"
        : masked;
  }
}
