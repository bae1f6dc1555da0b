package io.tocsin.notification;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one layout of HTML mail: dark text on white, one column, styles in line, no pictures. It says
 * what the plain text says, in the same order.
 */
final class HtmlLayout {

  private static final Pattern LABEL = Pattern.compile("([A-Z][A-Za-z ]{1,30}:) (.+)");

  private HtmlLayout() {}

  static String of(String subject, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        </head>
        <body style="margin:0;padding:0;background:#ffffff">
        <div role="article" aria-label="%1$s" style="max-width:640px;margin:0 auto;padding:24px;\
        font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;\
        background:#ffffff">
        <h1 dir="auto" style="margin:0 0 16px;font-size:20px;line-height:1.3">%1$s</h1>
        %2$s
        </div>
        </body>
        </html>
        """
        .formatted(
            Escaping.html(subject),
            Arrays.stream(body.strip().split("\n{2,}"))
                .map(HtmlLayout::block)
                .collect(Collectors.joining("\n")));
  }

  private static String block(String text) {
    var lines = text.lines().toList();
    if (lines.stream().allMatch(line -> line.startsWith("- "))) {
      return lines.stream()
          .map(line -> "<li dir=\"auto\">" + Escaping.htmlWithLinks(line.substring(2)) + "</li>")
          .collect(
              Collectors.joining("", "<ul style=\"margin:0 0 16px;padding-left:24px\">", "</ul>"));
    }
    return lines.stream()
        .map(HtmlLayout::line)
        .collect(
            Collectors.joining("<br>\n", "<p dir=\"auto\" style=\"margin:0 0 16px\">", "</p>"));
  }

  private static String line(String line) {
    var label = LABEL.matcher(line);
    return label.matches()
        ? "<strong>%s</strong> %s"
            .formatted(Escaping.html(label.group(1)), Escaping.htmlWithLinks(label.group(2)))
        : Escaping.htmlWithLinks(line);
  }
}
