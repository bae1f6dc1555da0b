package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call says, as TwiML. Nothing that users wrote is read as markup. */
final class Spoken {

  private static final Pattern NUMBER =
      Pattern.compile("(INC|DRILL)-(\\d{4}-\\d{2}-\\d{2})-(\\d+)");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM", Locale.UK);

  private static final Pattern HYPHEN = Pattern.compile("(?<=\\p{L})[-_]+(?=[\\p{L}\\d])");
  private static final Pattern LINK = Pattern.compile("[a-z]+://\\S+");

  /** A listener remembers no more; TwiML has at most 4,000 characters, escaped ones included. */
  private static final int MAX_TEXT = 500;

  private static final String CHOICE =
      "Press 4 to take it. Press 5 if you cannot, and the next one is called.";

  private Spoken() {}

  /**
   * Says something and waits for a key.
   *
   * @param answer where the key is sent
   */
  static String call(String text, String answer) {
    return asking(text + " " + CHOICE, 3, answer);
  }

  /** Says something twice, where there is nothing to take. */
  static String news(String text) {
    return response("<Say loop=\"2\">" + escape(text) + "</Say>");
  }

  /** Says something, then offers the keys again. */
  static String again(String text, String answer) {
    return asking(text + " " + CHOICE, 1, answer);
  }

  /** Says something and hangs up. */
  static String last(String text) {
    return response("<Say>" + escape(text) + "</Say>");
  }

  /** Returns a written message as it is said: numbers in words, names without hyphens, no links. */
  static String words(String subject, String body) {
    var text = new StringBuilder("Tocsin calls.");
    for (var line : (subject + "\n" + body).lines().toList()) {
      var plain = LINK.matcher(line).replaceAll("");
      plain = NUMBER.matcher(plain).replaceAll(found -> number(found.group()));
      plain = Templates.line(HYPHEN.matcher(plain).replaceAll(" ")).strip();
      if (!plain.isEmpty()) {
        text.append(' ').append(plain).append(plain.matches(".*[.!?:]") ? "" : ".");
      }
    }
    return Cut.to(MAX_TEXT, text.toString());
  }

  /** Returns what is said of an incident that others must not hear of. */
  static String restricted(IncidentView incident) {
    return (incident.drill() ? "This is an exercise. " : "")
        + "Tocsin calls. %s. %s. It is restricted."
            .formatted(letters(incident.severityLabel()), number(incident.number()));
  }

  /** Returns {@code incident 12 of 10 February} for {@code INC-2026-02-10-012}. */
  static String number(String number) {
    var parts = NUMBER.matcher(number);
    if (!parts.matches()) {
      return "Incident " + letters(number);
    }
    return "%s %d of %s"
        .formatted(
            parts.group(1).equals("INC") ? "Incident" : "Drill",
            Long.parseLong(parts.group(3)),
            DAY.format(LocalDate.parse(parts.group(2))));
  }

  private static String asking(String text, int times, String answer) {
    return response(
        "<Gather numDigits=\"1\" timeout=\"10\" method=\"POST\" action=\""
            + escape(answer)
            + "\"><Say loop=\""
            + times
            + "\">"
            + escape(text)
            + "</Say></Gather><Say>Nothing was pressed. Goodbye.</Say>");
  }

  /** Answers a text message; null says nothing. */
  static String reply(@Nullable String text) {
    return response(text == null ? "" : "<Message>" + escape(text) + "</Message>");
  }

  private static String response(String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + content + "</Response>";
  }

  /** Names such as SEV-1 and shop-api without their hyphens, which some voices read out. */
  private static String letters(String text) {
    return text.replaceAll("[-_]+", " ");
  }

  /** Escapes for XML, and leaves out what XML cannot hold at all. */
  static String escape(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .filter(c -> c == '\n' || c >= 0x20 && c <= 0xfffd && !isSurrogate(c) || c > 0xffff)
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
