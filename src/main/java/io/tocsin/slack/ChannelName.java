package io.tocsin.slack;

import java.util.Locale;

/** Names of channels: lower case letters, digits, hyphens and underscores, at most 80. */
final class ChannelName {

  private static final int MAX = 80;
  private static final String DRILL = "drill-";

  private ChannelName() {}

  /**
   * Returns the name of an incident's channel.
   *
   * @param template of the policy; {@code {number}} and {@code {shortNumber}} are filled in
   * @param attempt 1 for the plain name, 2 and more when it is taken
   */
  static String of(String template, String number, boolean drill, int attempt) {
    var shortNumber = number.replaceFirst("^[A-Z]+-", "");
    var name = slug(template.replace("{number}", number).replace("{shortNumber}", shortNumber));
    if (drill && !name.startsWith(DRILL)) {
      name = DRILL + name;
    }
    var end = attempt == 1 ? "" : "-" + attempt;
    return cut(name.isEmpty() ? slug(number) : name, MAX - end.length()) + end;
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_-]+", "-")
        .replaceAll("-{2,}", "-")
        .replaceAll("^-|-$", "");
  }

  private static String cut(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length).replaceAll("-+$", "");
  }
}
