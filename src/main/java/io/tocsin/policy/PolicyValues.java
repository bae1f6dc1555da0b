package io.tocsin.policy;

import io.tocsin.engine.Feel;
import io.tocsin.policy.PolicyShape.Kind;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the output cells of a policy may hold. */
final class PolicyValues {

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern FIGURE = Pattern.compile("\\d{1,9}(\\.\\d{1,4})?%?");
  private static final Pattern RECIPIENT =
      Pattern.compile("(oncall|group|person|contact):[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final int MAX_TEXT = 4_000;
  private static final int MAX_NUMBER = 1_000;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration SHORTEST_CYCLE = Duration.ofSeconds(1);

  private PolicyValues() {}

  /**
   * Reads an output cell, which must hold a constant: what it says must be known before an
   * incident.
   *
   * @throws IllegalArgumentException with reason and remedy
   */
  static String constant(String cell, Kind kind, Feel feel) {
    var text = cell.strip();
    if (text.length() > MAX_TEXT) {
      throw refused("it has " + text.length() + " characters; at most " + MAX_TEXT + " are taken");
    }
    switch (kind) {
      case LEVEL, TRUE_FALSE -> {
        return text;
      }
      default -> {
        if (text.isEmpty()) {
          return "";
        }
        if (!TEXT.matcher(text).matches()) {
          throw refused(
              "'%s' is no text in quotes; write \"%s\""
                  .formatted(shown(text), shown(text).replace("\"", "").strip()));
        }
        return String.valueOf(feel.value(text)).strip();
      }
    }
  }

  /**
   * Refuses a value that is not of its kind.
   *
   * @param filled whether it must not be empty
   * @throws IllegalArgumentException with reason and remedy
   */
  static void require(String value, Kind kind, boolean filled) {
    if (value.isBlank()) {
      if (filled) {
        throw refused("is empty; " + remedy(kind));
      }
      return;
    }
    var good =
        switch (kind) {
          case TEXT -> true;
          case LEVEL -> value.matches("[1-4]");
          case LEVELS -> all(value, level -> level.matches("[1-4]"));
          case TRUE_FALSE -> List.of("true", "false").contains(value);
          case DEADLINE -> owed(value);
          case EVERY -> owed(value) && !shorter(value);
          case DURATION -> duration(value);
          case PERIOD -> period(value);
          case NUMBER -> number(value, 1, MAX_NUMBER);
          case WARNING -> number(value, 1, 99);
          case PRIORITY -> number(value, 0, 100);
          case YES_NO -> List.of("yes", "no").contains(value);
          case YES_NO_OPTIONAL -> List.of("yes", "optional", "no").contains(value);
          case POST -> List.of("required", "optional", "none").contains(value);
          case PATH -> PolicyShape.PATHS.contains(value);
          case WORKFLOW -> PolicyShape.WORKFLOWS.contains(value);
          case ZONE -> reads(value, ZoneId::of);
          case WORKDAYS ->
              all(value, day -> reads(day.toUpperCase(Locale.ROOT), DayOfWeek::valueOf));
          case TIME -> reads(value, LocalTime::parse);
          case HOLIDAYS -> all(value, day -> reads(day, LocalDate::parse));
          case HOLIDAY_CALENDAR -> {
            PublicHolidays.parse(value);
            yield true;
          }
          case ROLE -> PolicyShape.ROLES.contains(value);
          case GROUP -> NAME.matcher(value).matches();
          case RECIPIENTS -> all(value, PolicyValues::recipient);
          case CHANNELS -> all(value, channel -> NAME.matcher(channel).matches());
          case TRIGGER -> Policy.Step.TRIGGERS.contains(value);
          case LADDER -> Policy.Step.LADDERS.contains(value);
          case HOURS -> Policy.Step.HOURS.contains(value);
          case WHEN -> reads(value, After::parse);
          case FROM -> PolicyShape.FROMS.contains(value);
          case KPI_TARGET -> FIGURE.matcher(value).matches() || duration(value);
          case DIRECTION -> PolicyShape.DIRECTIONS.contains(value);
        };
    if (!good) {
      throw refused("'" + shown(value) + "' is not taken; " + remedy(kind));
    }
  }

  /** Returns whether a text is a deadline by itself. */
  static boolean deadline(String text) {
    return reads(text, Deadline::parse);
  }

  private static String remedy(Kind kind) {
    return switch (kind) {
      case TEXT -> "write a text in quotes";
      case LEVEL -> "write 1, 2, 3 or 4";
      case LEVELS -> "write levels such as 3,4, with commas between them";
      case TRUE_FALSE -> "write true or false";
      case DEADLINE ->
          "write an ISO 8601 duration such as PT30M or P7D, or business days such as 2bd, of at most a year";
      case EVERY ->
          "write an ISO 8601 duration such as PT30M, or business days such as 1bd, longer than nothing";
      case DURATION -> "write an ISO 8601 duration such as PT30M, longer than nothing";
      case PERIOD -> "write an ISO 8601 period such as P1M, P3M or P1Y";
      case NUMBER -> "write a whole number from 1 to " + MAX_NUMBER;
      case WARNING -> "write a whole number from 1 to 99, the percentage of the time that is over";
      case PRIORITY -> "write a whole number from 0 to 100";
      case YES_NO -> "write yes or no";
      case YES_NO_OPTIONAL -> "write yes, optional or no";
      case POST -> "write required, optional or none";
      case PATH -> "write one of " + String.join(", ", PolicyShape.PATHS);
      case WORKFLOW -> "write one of " + String.join(", ", PolicyShape.WORKFLOWS);
      case ZONE -> "write a time zone such as Europe/Berlin or UTC";
      case WORKDAYS -> "write days of the week such as MONDAY,TUESDAY, at least one";
      case TIME -> "write a time of the day such as 09:00";
      case HOLIDAYS -> "write dates such as 2026-12-24, with commas between them";
      case HOLIDAY_CALENDAR -> "write a country or region such as de or de-be";
      case ROLE -> "there are the roles " + String.join(", ", PolicyShape.ROLES);
      case GROUP -> "write the id of a group, such as incident-commander";
      case RECIPIENTS ->
          "write oncall:<rotation>, group:<id>, person:<id>, contact:<id>, role:<role>, service-owners, customers, incident-channel, (of what is owed) duty-holder or (of words to release) approvers, told, with commas between them; the roles are "
              + String.join(", ", PolicyShape.ROLES);
      case CHANNELS -> "write channels such as email,sms, with commas between them";
      case TRIGGER -> "write one of " + String.join(", ", Policy.Step.TRIGGERS);
      case LADDER -> "write one of " + String.join(", ", Policy.Step.LADDERS);
      case HOURS -> "write one of " + String.join(", ", Policy.Step.HOURS);
      case WHEN ->
          "write a duration such as PT30M, business days such as 2bd, the name of a target that is a deadline, or several times one such as 2 x acknowledgeWithin";
      case FROM -> "write one of " + String.join(", ", PolicyShape.FROMS);
      case KPI_TARGET -> "write a duration such as PT15M, or a figure such as 95%";
      case DIRECTION -> "write one of " + String.join(", ", PolicyShape.DIRECTIONS);
    };
  }

  private static boolean owed(String text) {
    if (!deadline(text)) {
      return false;
    }
    return text.endsWith("bd")
        ? Integer.parseInt(text.substring(0, text.length() - 2)) <= LONGEST.toDays()
        : Duration.parse(text).compareTo(LONGEST) <= 0;
  }

  private static boolean shorter(String deadline) {
    return !deadline.endsWith("bd") && Duration.parse(deadline).compareTo(SHORTEST_CYCLE) < 0;
  }

  private static boolean duration(String text) {
    return reads(text, Duration::parse)
        && Duration.parse(text).compareTo(SHORTEST_CYCLE) >= 0
        && Duration.parse(text).compareTo(LONGEST) <= 0;
  }

  private static boolean period(String text) {
    return reads(text, Period::parse)
        && !Period.parse(text).isNegative()
        && !Period.parse(text).isZero()
        && Period.parse(text).toTotalMonths() <= 120;
  }

  private static boolean number(String text, int least, int most) {
    return WHOLE_NUMBER.matcher(text).matches()
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most;
  }

  private static boolean recipient(String text) {
    return Policies.RECIPIENT_WORDS.contains(text)
        || RECIPIENT.matcher(text).matches()
        || (text.startsWith("role:") && PolicyShape.ROLES.contains(text.substring(5)));
  }

  private static boolean all(String list, Function<String, Boolean> good) {
    var items = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    return items.stream().allMatch(item -> !item.isEmpty() && good.apply(item));
  }

  private static boolean reads(String text, Function<String, ?> read) {
    try {
      return read.apply(text) != null;
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(reason);
  }
}
