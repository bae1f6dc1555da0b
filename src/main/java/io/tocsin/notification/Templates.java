package io.tocsin.notification;

import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.TextFiles.TextFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes messages with the files of {@code processes/messages}: the first line is the subject.
 * Which file is taken, {@link TextFiles#candidates} says; what a file may name, {@link
 * MessageField}.
 */
@Component
class Templates {

  private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
  private static final String DRILL = "[DRILL] ";
  private static final String EXERCISE = DRILL + "This is an exercise: nothing is really broken.";

  private final TextFiles files;

  Templates(TextFiles files, TextCheck check) {
    this.files = files;
    var faults =
        files.shipped().entrySet().stream()
            .flatMap(file -> check.faults(file.getKey(), file.getValue().content()).stream())
            .toList();
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "The messages that Tocsin comes with have faults:\n" + String.join("\n", faults));
    }
  }

  /** A message, and the file that it was written with. */
  record Preview(TextFile file, Message message) {}

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
    try {
      return write(files.all(), policy, event, audience, channel, drill, fields).message();
    } catch (RuntimeException e) {
      // A field may have gone since a file was deployed. Somebody must still be told.
      LOG.error("{}: the deployed message cannot be written, the one we bring is taken", event, e);
      return write(files.shipped(), policy, event, audience, channel, drill, fields).message();
    }
  }

  /** Writes a message and says with which file. */
  Preview preview(
      @Nullable String policy,
      String event,
      String audience,
      Channel channel,
      boolean drill,
      Map<String, ?> fields) {
    return write(files.all(), policy, event, audience, channel, drill, fields);
  }

  /** Writes a message with a file that is not deployed. */
  Preview tryOut(
      TextFile file,
      @Nullable String policy,
      String audience,
      Channel channel,
      boolean drill,
      Map<String, ?> fields) {
    var all = new TreeMap<>(files.all());
    all.put(file.name().file(), file);
    return write(file, all, policy, file.name().event(), audience, channel, drill, fields);
  }

  private static Preview write(
      Map<String, TextFile> files,
      @Nullable String policy,
      String event,
      String audience,
      Channel channel,
      boolean drill,
      Map<String, ?> fields) {
    var file =
        TextFiles.choose(files, policy, event, audience, channel)
            .orElseThrow(() -> new IllegalStateException("There is no message for " + event));
    return write(file, files, policy, event, audience, channel, drill, fields);
  }

  private static Preview write(
      TextFile file,
      Map<String, TextFile> files,
      @Nullable String policy,
      String event,
      String audience,
      Channel channel,
      boolean drill,
      Map<String, ?> fields) {
    var may = Readers.outside(event, audience) || file.name().outside() ? open(fields) : fields;
    Function<String, Optional<TextFile>> parts =
        part -> TextFiles.part(files, policy, part, channel);
    var written = TextWriter.write(file, channel.markup(), may, parts);
    var subject = TextWriter.subject((drill ? DRILL : "") + written.subject());
    var body = drill ? EXERCISE + "\n\n" + written.body() : written.body();
    return new Preview(
        file,
        new Message(
            subject, body, channel.markup() == Markup.HTML ? HtmlLayout.of(subject, body) : null));
  }

  /** The wall: whatever a file names, readers outside see nothing internal. */
  private static Map<String, Object> open(Map<String, ?> fields) {
    var open = new HashMap<String, Object>();
    MessageField.ALL.values().stream()
        .filter(MessageField::open)
        .forEach(
            field -> {
              var value = fields.get(field.name());
              if (value != null) {
                open.put(field.name(), value);
              }
            });
    return open;
  }

  /** Returns a text with control characters and line ends as spaces. */
  static String line(String text) {
    return Escaping.line(text);
  }
}
