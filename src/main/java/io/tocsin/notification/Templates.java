package io.tocsin.notification;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The texts under {@code notifications/}: the first line is the subject. The text of an event may
 * have a variant for one audience, {@code <event>-<audience>.txt}; an event without a text of its
 * own takes {@code other.txt}.
 */
@Component
class Templates {

  private static final String FOLDER = "notifications/";
  private static final String SUFFIX = ".txt";
  private static final int MAX_SUBJECT = 200;
  private static final String DRILL = "[DRILL] ";

  // Not a bean: the engine of the web pages would step back for it.
  private final SpringTemplateEngine engine = new SpringTemplateEngine();

  Templates() {
    var files = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
    files.setPrefix(FOLDER);
    files.setSuffix(SUFFIX);
    files.setTemplateMode(TemplateMode.TEXT);
    files.setCharacterEncoding(StandardCharsets.UTF_8.name());
    engine.setTemplateResolver(files);
  }

  /**
   * Writes a message.
   *
   * @param policy whose files win; null for what belongs to no incident
   * @param audience as the policy calls it
   */
  Message render(
      @Nullable String policy,
      String event,
      String audience,
      Channel channel,
      boolean drill,
      Map<String, ?> fields) {
    var context = new Context(Locale.ROOT);
    fields.forEach(context::setVariable);
    var text = engine.process(template(event, audience), context).strip();
    var end = text.indexOf('\n');
    var subject = end < 0 ? text : text.substring(0, end);
    var body = end < 0 ? "" : tidy(text.substring(end));
    return drill
        ? new Message(
            subject(DRILL + subject),
            DRILL + "This is an exercise: nothing is really broken.\n\n" + body,
            null)
        : new Message(subject(subject), body, null);
  }

  private static String template(String event, String audience) {
    return Stream.of(event + "-" + audience, event)
        .filter(Templates::exists)
        .findFirst()
        .orElse("other");
  }

  private static boolean exists(String name) {
    return name.matches("[a-z0-9-]+")
        && Templates.class.getClassLoader().getResource(FOLDER + name + SUFFIX) != null;
  }

  /** One line, whatever the fields hold: a second one would be a header of the mail. */
  private static String subject(String text) {
    var line = line(text);
    return line.codePointCount(0, line.length()) <= MAX_SUBJECT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_SUBJECT - 1)) + "…";
  }

  /** Returns a text with control characters and line ends as spaces. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
  }

  /** Optional lines leave gaps. */
  private static String tidy(String text) {
    return text.replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip() + "\n";
  }
}
