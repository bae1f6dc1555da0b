package io.tocsin.notification;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks of settings that several channels have. Messages name the key, never the value. */
final class Setting {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** Well under the time for which the engine locks a job. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Setting() {}

  /** Returns a text, or null for one that is set to nothing, as variables may be. */
  static @Nullable String text(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  static String required(String key, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(key + ": must be set, since others of its kind are");
    }
    return value;
  }

  static Duration timeout(String prefix, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          prefix + ".timeout: must be between 100ms and 30s, not " + value);
    }
    return value;
  }

  /** Returns an address without a slash at its end. */
  static URI web(String key, URI value) {
    var scheme = value.getScheme();
    if (value.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(key + ": must be an http or https address");
    }
    var text = value.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : value;
  }

  /**
   * Reads the webhooks of a chat by the ids of contacts; those that are set to nothing are none.
   */
  static Map<String, URI> webhooks(String prefix, @Nullable Map<String, String> values) {
    var webhooks = new TreeMap<String, URI>();
    for (var entry : (values == null ? Map.<String, String>of() : values).entrySet()) {
      var key = prefix + ".webhooks." + entry.getKey();
      var url = text(entry.getValue());
      if (url != null) {
        // Kept as it is: a slash at the end may belong to it.
        var unused = web(key, uri(key, url));
        webhooks.put(entry.getKey(), URI.create(url));
      }
    }
    return Map.copyOf(webhooks);
  }

  static URI uri(String key, String value) {
    try {
      return URI.create(value);
    } catch (IllegalArgumentException e) {
      // Not the cause: it would show the address, which is a secret.
      throw new IllegalArgumentException(key + ": must be an http or https address");
    }
  }
}
