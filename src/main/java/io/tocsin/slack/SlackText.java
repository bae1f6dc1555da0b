package io.tocsin.slack;

import java.util.ArrayList;
import java.util.List;

/** Text in Slack's markup. */
public final class SlackText {

  private SlackText() {}

  /** Returns a text as Slack shows it: none of it is a mention, a link or a command to Slack. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Returns a link. What is no address for Slack's markup is shown as text. */
  public static String link(String url, String label) {
    return url.matches("https?://[^\\s|<>]+")
        ? "<" + url.replace("&", "&amp;") + "|" + escape(label).replace("|", "/") + ">"
        : escape(label + " " + url);
  }

  /** Returns what somebody typed, as they meant it: names and addresses for Slack's marks. */
  public static String plain(String text) {
    return text.replaceAll("<[@#!][^|<>]*\\|([^<>]*)>", "@$1")
        .replaceAll("<([@#])([A-Z0-9]+)>", "$1$2")
        .replaceAll("<!([a-z]+)[^<>]*>", "@$1")
        .replaceAll("<((?:https?|mailto):[^|<>]+)(?:\\|[^<>]*)?>", "$1")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  /**
   * Cuts a text into pieces of a length, at the ends of lines where there are some.
   *
   * @return at most so many; the rest is left out
   */
  static List<String> pieces(String text, int length, int most) {
    var pieces = new ArrayList<String>();
    var rest = text.strip();
    while (!rest.isEmpty() && pieces.size() < most) {
      if (rest.length() <= length) {
        pieces.add(rest);
        break;
      }
      var end = rest.lastIndexOf('\n', length);
      if (end <= 0) {
        end = whole(rest, length);
      }
      pieces.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    pieces.removeIf(String::isEmpty);
    return pieces;
  }

  /** Cuts a text; neither an escaped character nor a pair of surrogates is torn. */
  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, whole(text, length - 1)) + "…";
  }

  private static int whole(String text, int at) {
    var end = Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    var entity = text.lastIndexOf('&', end - 1);
    var torn = entity > 0 && end - entity < 5 && text.indexOf(';', entity) >= end;
    return torn ? entity : end;
  }
}
