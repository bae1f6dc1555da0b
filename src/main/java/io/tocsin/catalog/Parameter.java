package io.tocsin.catalog;

import io.tocsin.problem.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * A value that a person gives an action. It takes the place of {@code :name} where that is a whole
 * argument, JSON value, segment of an address or bind parameter, never a part of a text.
 *
 * @param title as the form asks for it
 * @param min smallest integer, shortest text, or shortest prefix of a block of addresses
 * @param max largest integer, or longest text
 * @param allowed the values of a choice; narrows a text, if given
 * @param preset taken when nothing is given
 */
public record Parameter(
    @Nullable String title,
    @DefaultValue("text") Type type,
    @Nullable Long min,
    @Nullable Long max,
    @DefaultValue List<String> allowed,
    @Name("default") @Nullable String preset,
    @DefaultValue("true") boolean required) {

  /** What a value may be. */
  public enum Type {
    INTEGER,
    TEXT,
    CHOICE,
    ADDRESS
  }

  private static final long LONGEST = 200;

  /** No quotes, no brackets, nothing that a program takes for an option or an expression. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._:@/+-]*");

  private static final Pattern V4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /** Refuses a parameter that no value could satisfy. */
  public Parameter {
    allowed = List.copyOf(allowed);
    if (type == Type.CHOICE && allowed.isEmpty()) {
      throw new IllegalArgumentException(
          "tocsin.catalog: a parameter of type choice needs its allowed values");
    }
    if (type == Type.INTEGER && (min == null || max == null)) {
      throw new IllegalArgumentException(
          "tocsin.catalog: a parameter of type integer needs min and max");
    }
    if (min != null && max != null && min > max) {
      throw new IllegalArgumentException(
          "tocsin.catalog: min %d of a parameter is more than max %d".formatted(min, max));
    }
  }

  /**
   * Reads a value.
   *
   * @return a Long or a String; empty when nothing is given and nothing needed
   * @throws InvalidInputException naming the field and what it takes
   */
  public Optional<Object> read(String field, @Nullable Object given) {
    var text = given == null || given.toString().isBlank() ? preset : given.toString().strip();
    if (text == null) {
      if (required) {
        throw new InvalidInputException(field, "is needed: " + takes());
      }
      return Optional.empty();
    }
    var value = type == Type.INTEGER ? integer(text) : fits(text) ? (Object) text : null;
    if (value == null) {
      throw new InvalidInputException(field, "takes " + takes());
    }
    return Optional.of(value);
  }

  /** Returns what it takes, for people. */
  public String takes() {
    return switch (type) {
      case INTEGER -> "a whole number from " + min + " to " + max;
      case CHOICE -> "one of " + String.join(", ", allowed);
      case ADDRESS ->
          "an IP address or a block of them"
              + (min == null ? "" : " with a prefix of at least " + min);
      case TEXT ->
          allowed.isEmpty()
              ? "at most "
                  + longest()
                  + " letters, digits, spaces and . _ : @ / + -, beginning with a letter or digit"
              : "one of " + String.join(", ", allowed);
    };
  }

  private @Nullable Long integer(String text) {
    try {
      var value = Long.parseLong(text);
      return min != null && value < min || max != null && value > max ? null : value;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private boolean fits(String text) {
    if (!allowed.isEmpty()) {
      return allowed.contains(text);
    }
    return type == Type.ADDRESS
        ? address(text)
        : text.length() <= longest()
            && text.length() >= (min == null ? 0 : min)
            && PLAIN.matcher(text).matches();
  }

  private long longest() {
    return max == null ? LONGEST : max;
  }

  private boolean address(String text) {
    var parts = text.split("/", 2);
    var v4 = V4.matcher(parts[0]);
    var bits = 128;
    if (v4.matches()) {
      bits = 32;
      for (int i = 1; i <= 4; i++) {
        if (Integer.parseInt(v4.group(i)) > 255) {
          return false;
        }
      }
    } else if (!V6.matcher(parts[0]).matches() || !parses(parts[0])) {
      return false;
    }
    if (parts.length == 1) {
      return true;
    }
    if (!parts[1].matches("\\d{1,3}")) {
      return false;
    }
    var prefix = Integer.parseInt(parts[1]);
    return prefix <= bits && prefix >= (min == null ? 1 : min);
  }

  /** A literal with a colon never asks a name server. */
  private static boolean parses(String literal) {
    try {
      return java.net.InetAddress.getByName(literal.toLowerCase(Locale.ROOT)) != null;
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }
}
