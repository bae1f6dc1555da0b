package io.tocsin.outbound;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The secrets of a call or a command, kept out of what it says. */
public record Secrets(List<String> values) {

  /** Shorter values are no secrets, and masking them would garble the output. */
  private static final int SHORTEST = 6;

  private static final String MASK = "*****";

  /** Names whose values are known to be harmless and likely to turn up in an output. */
  private static final Set<String> HARMLESS =
      Set.of("path", "home", "lang", "tz", "user", "accept", "content-type", "user-agent");

  /**
   * Finds the secrets among settings.
   *
   * @param settings headers and environments; what is known to be harmless is left out by its name
   */
  @SafeVarargs
  public static Secrets of(Map<String, String>... settings) {
    return new Secrets(
        Arrays.stream(settings)
            .flatMap(map -> map.entrySet().stream())
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
  public String mask(String text, boolean truncated, int length) {
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
