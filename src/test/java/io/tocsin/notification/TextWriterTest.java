package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.TextFiles.TextFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of a file between two messages must not outlive the file. */
class TextWriterTest {

  private static final TextFile MESSAGE =
      file("resolved.mustache", "{{title}}\n{{> signature}}\nAbout {{title}}\n");

  @Test
  void writesEachMessageWithItsOwnFields() {
    assertThat(body(MESSAGE, "Shop is slow", "Tocsin")).isEqualTo("Tocsin\nAbout Shop is slow\n");
    assertThat(body(MESSAGE, "Shop is down", "Tocsin")).isEqualTo("Tocsin\nAbout Shop is down\n");
  }

  @Test
  void takesInAPartAsItIsNow() {
    body(MESSAGE, "Shop is slow", "Tocsin");

    assertThat(body(MESSAGE, "Shop is slow", "The team")).startsWith("The team\n");
    assertThat(write(MESSAGE, "Shop is slow", Optional.empty()).body()).startsWith("About");
  }

  @Test
  void writesWithAFileAsItIsNow() {
    body(MESSAGE, "Shop is slow", "Tocsin");

    assertThat(body(file("resolved.mustache", "{{title}}\nOver\n"), "Shop is slow", "Tocsin"))
        .isEqualTo("Over\n");
  }

  private static String body(TextFile message, String title, String signature) {
    return write(message, title, Optional.of(file("_signature.mustache", signature))).body();
  }

  private static TextWriter.Written write(
      TextFile message, String title, Optional<TextFile> signature) {
    return TextWriter.write(message, Markup.PLAIN, Map.of("title", title), name -> signature);
  }

  private static TextFile file(String name, String content) {
    return new TextFile(TextName.read(name).orElseThrow(), content, null, null);
  }
}
