package io.tocsin.notification;

import io.tocsin.notification.Channel.Markup;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes what people wrote harmless where it is shown: it can neither mark up, nor call everybody,
 * nor pass for something else.
 */
final class Escaping {

  private static final int MAX_LINE = 500;
  private static final int MAX_TEXT = 20_000;

  /** Breaks a word that a chat would act on, and is not seen. */
  private static final String BREAK = "\u200B";

  /** These let a text run backwards through what follows it. */
  private static final Pattern TURNS = Pattern.compile("[\u202A-\u202E\u2066-\u2069\u200E\u200F]");

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n\t]]");
  private static final Pattern GAPS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+");
  private static final Pattern LINK =
      Pattern.compile("https?://[^\\s<>\"'`|\\\\^{}\\[\\]()*\\p{Cf}]+");

  /** A mention, but no e-mail address. */
  private static final Pattern MENTION =
      Pattern.compile("(?<![\\p{L}\\p{N}_.])@(?=[\\p{L}\\p{N}])");

  /** What begins or ends bold, italic, struck or code in Slack; not a mark inside of a word. */
  private static final Pattern SLACK_MARK =
      Pattern.compile("(?<![\\p{L}\\p{N}])[*_~`]|[*_~`](?![\\p{L}\\p{N}])|[*~`]");

  private static final Pattern MARKDOWN_MARK = Pattern.compile("[\\\\`*_~\\[\\]<>|#!]");

  /** A line of these makes a heading of the one before, or a rule. */
  private static final Pattern UNDERLINE = Pattern.compile("(?m)^([ \t]*)(?=[=-]{2,}|[+=])");

  private Escaping() {}

  /** Returns a text in one line, with control characters and line ends as spaces. */
  static String line(String text) {
    return GAPS.matcher(TURNS.matcher(text).replaceAll("")).replaceAll(" ").strip();
  }

  /** Returns one line for a field. */
  static String line(Markup markup, String text) {
    return prose(markup, cut(line(text), MAX_LINE));
  }

  /** Returns a text for a field; it keeps its lines. */
  static String text(Markup markup, String text) {
    var lines = TURNS.matcher(text.strip().replaceAll("\r\n?|[\u2028\u2029]", "\n")).replaceAll("");
    return prose(markup, cut(CONTROLS.matcher(lines).replaceAll(" "), MAX_TEXT));
  }

  /** Returns a link for a field; empty when it is none that a browser may open. */
  static String link(Markup markup, String link) {
    var line = line(link);
    if (!line.matches("(?i)https?://.+")) {
      return "";
    }
    var safe = new StringBuilder();
    line.codePoints()
        .forEach(
            c -> {
              if (c <= ' ' || "<>\"'`|\\^{}[]()*".indexOf(c) >= 0) {
                safe.append("%%%02X".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return address(markup, safe.toString());
  }

  /** Returns plain words of ours, or of a process owner, for a channel. */
  static String prose(Markup markup, String text) {
    return switch (markup) {
      case PLAIN, HTML -> text;
      case SLACK -> aroundLinks(text, Escaping::slack, link -> address(markup, link));
      case MARKDOWN -> aroundLinks(text, Escaping::markdown, link -> address(markup, link));
    };
  }

  /** Returns a subject, which is not marked up, but may be shown where a mention counts. */
  static String subject(Markup markup, String subject) {
    return switch (markup) {
      case PLAIN, HTML -> subject;
      case SLACK, MARKDOWN ->
          mentions(subject)
              .replaceAll("<(?=[!@#])", "<" + BREAK)
              .replaceAll("(?i)<(?=at>)", "<" + BREAK);
    };
  }

  /** Returns plain text as HTML. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Returns plain text as HTML in which links can be followed. */
  static String htmlWithLinks(String text) {
    return aroundLinks(
        text,
        Escaping::html,
        link -> "<a href=\"%1$s\" style=\"color:#0b57d0\">%1$s</a>".formatted(html(link)));
  }

  private static String slack(String text) {
    var marked = SLACK_MARK.matcher(text).replaceAll(BREAK + "$0" + BREAK);
    return mentions(marked).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String markdown(String text) {
    var marked = MARKDOWN_MARK.matcher(mentions(text)).replaceAll("\\\\$0");
    return UNDERLINE.matcher(marked).replaceAll("$1\\\\");
  }

  private static String mentions(String text) {
    return MENTION.matcher(text).replaceAll("@" + BREAK);
  }

  /** In a chat an address must not begin or end a mark; percent signs keep its meaning. */
  private static String address(Markup markup, String link) {
    return switch (markup) {
      case PLAIN, HTML -> link;
      case SLACK -> unmarked(link).replace("&", "&amp;");
      case MARKDOWN -> unmarked(link);
    };
  }

  private static String unmarked(String link) {
    return link.replace("_", "%5F").replace("~", "%7E").replace("@", "%40").replace("!", "%21");
  }

  private static String aroundLinks(
      String text, UnaryOperator<String> prose, UnaryOperator<String> link) {
    var result = new StringBuilder();
    var links = LINK.matcher(text);
    var from = 0;
    while (links.find()) {
      // What ends the sentence is no part of the link.
      var end = links.end();
      while (".,;:!?".indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      result.append(prose.apply(text.substring(from, links.start())));
      result.append(link.apply(text.substring(links.start(), end)));
      from = end;
    }
    return result.append(prose.apply(text.substring(from))).toString();
  }

  /** Returns a text of a limited number of characters. */
  static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
