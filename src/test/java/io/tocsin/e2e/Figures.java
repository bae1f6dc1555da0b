package io.tocsin.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that a benchmark prints: each figure beside what it is compared with and its goal. */
final class Figures {

  private record Row(
      String what, String ours, String other, String ratio, String goal, String met) {}

  private final List<Row> rows = new ArrayList<>();

  /** A rate that shall be at least so large a part of another. */
  void rate(String what, double ours, String other, double others, double atLeast) {
    var ratio = ours / others;
    add(
        what,
        perSecond(ours),
        other + ": " + perSecond(others),
        number(ratio),
        "at least " + number(atLeast),
        ratio >= atLeast);
  }

  /** A figure that shall be at most so many times another. */
  void atMost(String what, Duration ours, String other, Duration others, double atMost) {
    var ratio = (double) ours.toNanos() / others.toNanos();
    add(
        what,
        text(ours),
        other + ": " + text(others),
        number(ratio),
        "at most " + number(atMost),
        ratio <= atMost);
  }

  /** A time that shall be under a limit. */
  void under(String what, Duration ours, Duration limit) {
    var ratio = (double) ours.toNanos() / limit.toNanos();
    add(what, text(ours), "", number(ratio), "under " + text(limit), ratio < 1);
  }

  /** A figure without a goal. */
  void told(String what, String figure) {
    show(new Row(what, figure, "", "", "", ""));
  }

  private void add(String what, String ours, String other, String ratio, String goal, boolean met) {
    show(new Row(what, ours, other, ratio, goal, met ? "yes" : "**no**"));
  }

  private void show(Row row) {
    rows.add(row);
    System.out.println(line(row));
  }

  private static String line(Row row) {
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(row.what, row.ours, row.other, row.ratio, row.goal, row.met);
  }

  /** Replaces the part of a document that follows its marker line. */
  void write(Path document, String marker, List<String> circumstances) {
    var lines = new ArrayList<>(circumstances);
    lines.add("");
    lines.add("| What | Tocsin | Compared with | Ratio | Goal | Met |");
    lines.add("|---|---|---|---|---|---|");
    rows.forEach(row -> lines.add(line(row)));
    try {
      var before = Files.readString(document, StandardCharsets.UTF_8);
      var kept = before.substring(0, before.indexOf(marker) + marker.length());
      Files.writeString(document, kept + "\n\n" + String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String perSecond(double rate) {
    return String.format(Locale.ROOT, rate < 100 ? "%.1f/s" : "%.0f/s", rate);
  }

  static String text(Duration time) {
    var millis = time.toNanos() / 1e6;
    return millis < 1000
        ? String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }

  static String number(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }
}
