package io.tocsin.policy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Our own copy of a policy's tables, {@code policy-tables/<policy>.txt}.
 *
 * <p>The copy is kept on purpose: a number changed in the Modeler by mistake fails against it. Each
 * table begins with {@code # name: columns}. In the cells {@code any} stands for every level, and
 * {@code ''} for nothing.
 */
public record PolicyTables(String text) {

  private static final Pattern SEVERAL = Pattern.compile("(\\d+) x (\\w+)");

  public static PolicyTables of(String policy) {
    var file = "/policy-tables/" + policy + ".txt";
    try (var in = requireNonNull(PolicyTables.class.getResourceAsStream(file), file)) {
      return new PolicyTables(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Stream<List<String>> lines(String table) {
    return text.lines()
        .dropWhile(line -> !line.startsWith("# " + table + ":"))
        .skip(1)
        .takeWhile(line -> !line.isBlank())
        .map(PolicyTables::cells);
  }

  Stream<Object[]> rows(String table) {
    return lines(table).map(List::toArray);
  }

  Stream<String> firstCells(String table) {
    return lines(table).map(row -> row.get(0)).distinct();
  }

  /** The rows of a table whose first cells match the inputs, without those cells. */
  public List<List<String>> matching(String table, String... inputs) {
    return lines(table)
        .filter(row -> IntStream.range(0, inputs.length).allMatch(i -> is(row.get(i), inputs[i])))
        .map(row -> row.subList(inputs.length, row.size()))
        .toList();
  }

  /** The value of a target at a level; empty when nothing is owed. */
  public String target(String key, int level) {
    return matching("targets", key).stream()
        .findFirst()
        .map(row -> row.get(level - 1))
        .orElseThrow(() -> new IllegalArgumentException("No target " + key));
  }

  /** The value of a setting of the profile. */
  public String setting(String key) {
    return matching("profile", key).get(0).get(0);
  }

  /**
   * When something is due, counted here on its own and not with the code under test: all five work
   * Monday to Friday until 17:00 UTC and know no holidays.
   *
   * @param after a duration, business days, the key of a target, or several times one
   */
  public Instant due(String after, int level, Instant from) {
    var several = SEVERAL.matcher(after);
    var times = several.matches() ? Integer.parseInt(several.group(1)) : 1;
    var key = several.matches() ? several.group(2) : after;
    var known = firstCells("targets").anyMatch(key::equals);
    var deadline = known ? target(key, level) : key;
    if (!deadline.endsWith("bd")) {
      return from.plus(Duration.parse(deadline).multipliedBy(times));
    }
    var day = from.atZone(ZoneOffset.UTC).toLocalDate();
    for (int left = times * Integer.parseInt(deadline.replace("bd", "")); left > 0; ) {
      day = day.plusDays(1);
      left -= day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 ? 1 : 0;
    }
    return day.atTime(LocalTime.of(17, 0)).toInstant(ZoneOffset.UTC);
  }

  private static boolean is(String cell, String input) {
    return cell.equals("any") || Arrays.asList(cell.split(",")).contains(input);
  }

  private static List<String> cells(String line) {
    return Stream.of(line.split("\\|"))
        .map(String::strip)
        .map(cell -> cell.equals("''") ? "" : cell)
        .toList();
  }
}
