package io.tocsin.review;

import io.tocsin.hash.Sha256;
import io.tocsin.review.ReportDocument.Block;
import io.tocsin.review.ReportDocument.Numbered;
import io.tocsin.review.ReportDocument.Table;
import io.tocsin.review.ReportDocument.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * Writes a report as one HTML file that is also XML, with its style in it. What people wrote is
 * text: no markup of theirs is taken over, and no address in it is fetched.
 */
final class HtmlReport {

  static final String STYLE = style();

  /** Lets a browser take the style of the file, and nothing else. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none';"
              .formatted(Base64.getEncoder().encodeToString(Sha256.of(STYLE)))
          + " frame-ancestors 'none'; sandbox";

  private final StringBuilder out = new StringBuilder();

  private HtmlReport() {}

  static String of(ReportDocument report) {
    var html = new HtmlReport();
    html.write(report);
    return html.out.toString();
  }

  private void write(ReportDocument report) {
    var title = report.number() + ": " + report.title();
    out.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head>");
    out.append("<meta charset=\"utf-8\"/><title>").append(escape(title)).append("</title>");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    out.append("<meta name=\"description\" content=\"Post-incident report\"/>");
    out.append("<style>").append(STYLE).append("</style></head><body>\n");
    out.append("<p class=\"eyebrow\">Post-incident report</p>\n");
    element("h1", title);
    if (report.drill()) {
      out.append("<p class=\"drill\"><strong>This was a drill.</strong></p>\n");
    }
    if (report.edition() != null) {
      out.append("<p class=\"edition\">").append(escape(report.edition())).append("</p>\n");
    }
    for (var section : report.sections()) {
      if (section.title() != null) {
        element("h2", section.title());
      }
      section.blocks().forEach(this::write);
    }
    out.append("</body></html>\n");
  }

  private void write(Block block) {
    if (block instanceof Text text) {
      for (var paragraph : text.text().strip().split("\\R\\s*\\R")) {
        out.append("<p>").append(escape(paragraph).replace("\n", "<br/>")).append("</p>\n");
      }
    } else if (block instanceof Numbered numbered) {
      element("h3", numbered.title());
      out.append("<ol>");
      numbered.lines().forEach(line -> element("li", line));
      out.append("</ol>\n");
    } else if (block instanceof Table table) {
      write(table);
    }
  }

  private void write(Table table) {
    out.append("<table class=\"").append(table.kind()).append("\"><thead><tr>");
    table.headings().forEach(heading -> element("th", heading));
    out.append("</tr></thead><tbody>\n");
    for (var row : table.rows()) {
      out.append("<tr>");
      row.forEach(cell -> element("td", cell));
      out.append("</tr>\n");
    }
    out.append("</tbody></table>\n");
  }

  private void element(String name, String text) {
    out.append('<').append(name).append('>').append(escape(text).replace("\n", "<br/>"));
    out.append("</").append(name).append('>');
  }

  /** Nothing but text comes out: what XML cannot hold becomes a replacement character. */
  static String escape(String text) {
    var escaped = new StringBuilder();
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\r' -> escaped.append('\n');
                default -> escaped.appendCodePoint(holds(character) ? character : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** What XML 1.0 takes as a character; half a surrogate pair is none. */
  private static boolean holds(int character) {
    return character == '\t'
        || character == '\n'
        || character >= 0x20 && character <= 0xD7FF
        || character >= 0xE000 && character <= 0xFFFD
        || character >= 0x10000;
  }

  private static String style() {
    try (var file = HtmlReport.class.getResourceAsStream("/report/report.css")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
