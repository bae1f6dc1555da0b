package io.tocsin.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * The bodies of a mail: what it says, and below it the links that belong to its receiver alone.
 *
 * @param headline what is new, where the subject does not say so; null where it does
 * @param plain the text
 * @param html the same for programs that show it; null when there is none
 */
record MailText(@Nullable String headline, String plain, @Nullable String html) {

  private static final Pattern BODY_BEGINS =
      Pattern.compile("<body\\b[^>]*>", Pattern.CASE_INSENSITIVE);
  private static final Pattern BODY_ENDS = Pattern.compile("</body\\s*>", Pattern.CASE_INSENSITIVE);

  /**
   * A link below the text.
   *
   * @param label what it does
   */
  record Link(String label, String url) {}

  static MailText of(
      Delivery delivery, String subject, @Nullable String take, @Nullable String unsubscribe) {
    var links = new ArrayList<Link>();
    if (take != null) {
      links.add(new Link("Take this incident", take));
    }
    if (unsubscribe != null) {
      links.add(new Link("You asked for these mails. Hear no more", unsubscribe));
    }
    var headline = subject.equals(delivery.subject()) ? null : delivery.subject();
    var html = delivery.html();
    return new MailText(
        headline,
        plain(headline, delivery.body(), links),
        html == null ? null : html(headline, html, links));
  }

  private static String plain(@Nullable String headline, String body, List<Link> links) {
    var text = new StringBuilder(headline == null ? "" : headline + "\n\n").append(body);
    links.forEach(
        link ->
            text.append(text.toString().endsWith("\n") ? "\n" : "\n\n")
                .append(link.label())
                .append(":\n")
                .append(link.url())
                .append('\n'));
    return text.toString();
  }

  private static String html(@Nullable String headline, String html, List<Link> links) {
    var head = headline == null ? "" : "<p><strong>" + escape(headline) + "</strong></p>\n";
    var foot = new StringBuilder();
    links.forEach(
        link ->
            foot.append("<p><a href=\"")
                .append(escape(link.url()))
                .append("\">")
                .append(escape(link.label()))
                .append("</a></p>\n"));
    var begin = BODY_BEGINS.matcher(html);
    var at = begin.find() ? begin.end() : 0;
    var end = html.length();
    var ends = BODY_ENDS.matcher(html);
    while (ends.find()) {
      end = ends.start();
    }
    return html.substring(0, at)
        + head
        + html.substring(at, Math.max(at, end))
        + foot
        + html.substring(Math.max(at, end));
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
