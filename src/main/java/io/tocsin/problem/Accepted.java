package io.tocsin.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** What a value of a type looks like, for whoever has written another. */
public final class Accepted {

  private Accepted() {}

  /** Returns it in words such as {@code a whole number}; null for a type that has no short ones. */
  public static @Nullable String by(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(Accepted::word)
              .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "Duration" -> "a duration such as 30s, 5m or 2h";
      case "LocalTime" -> "a time such as \"10:00\", in quotes";
      case "LocalDate" -> "a date such as 2026-01-05";
      case "Instant", "OffsetDateTime" -> "a time such as 2026-01-05T09:00:00Z";
      case "ZoneId" -> "a time zone such as Europe/Berlin or UTC";
      case "DataSize" -> "a size such as 256KB";
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double", "BigDecimal" -> "a number such as 0.9";
      case "boolean", "Boolean" -> "true or false";
      case "URI", "URL" -> "an address such as https://example.org";
      case "String" -> "one text, in quotes";
      default -> null;
    };
  }

  /** As the API writes it; settings take it so, too. */
  private static String word(Object constant) {
    return Arrays.stream(constant.getClass().getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonValue.class))
        .map(method -> String.valueOf(ReflectionUtils.invokeMethod(method, constant)))
        .findFirst()
        .orElseGet(((Enum<?>) constant)::name);
  }
}
