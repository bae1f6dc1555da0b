package io.tocsin.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where lines about a service come from, such as the errors of its log: an HTTP address or a
 * program, never both. Lines are counted by Tocsin.
 *
 * @param headers with their secrets, from the environment; never shown
 * @param command argument array, no shell; {@code environment} is all that it inherits
 * @param contains only lines that hold one of these texts count; empty means all lines
 * @param timeout at most 10 seconds: nobody waits for evidence
 */
public record LineQuery(
    @Nullable URI url,
    @DefaultValue Map<String, String> headers,
    @DefaultValue List<String> command,
    @DefaultValue Map<String, String> environment,
    @DefaultValue List<String> contains,
    @DefaultValue("5s") Duration timeout) {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Refuses a query that could not be made. */
  public LineQuery {
    if (command.isEmpty() == (url == null)) {
      throw new IllegalArgumentException(
          "tocsin.catalog: a query for lines needs either a url or a command");
    }
    if (timeout.compareTo(LONGEST) > 0 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "tocsin.catalog: a query for lines may take at most 10s, not " + timeout);
    }
    headers = Map.copyOf(headers);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    contains = List.copyOf(contains);
  }

  /** Shows neither headers nor the environment: they may be secrets. */
  @Override
  public String toString() {
    return url == null ? command.get(0) : url.getHost() + url.getPath();
  }
}
