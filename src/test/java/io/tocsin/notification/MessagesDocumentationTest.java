package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whoever writes a message finds every field, and what is public. */
class MessagesDocumentationTest {

  private final String page = read();

  @Test
  void eachFieldIsInTheTable() {
    assertThat(page.lines().filter(line -> line.matches("\\| `\\w+` \\|.*(public|internal) \\|.*")))
        .containsExactlyInAnyOrderElementsOf(
            MessageField.ALL.values().stream()
                .map(
                    field ->
                        "| `%s` | %s | %s | %s |"
                            .formatted(
                                field.name(),
                                kind(field),
                                field.open() ? "public" : "internal",
                                field.meaning()))
                .toList());
  }

  @Test
  void itSaysWhatGoesOutside() {
    assertThat(Readers.OUTSIDE).allMatch(word -> page.contains("`" + word + "`"));
    assertThat(Readers.OUTSIDE_EVENTS).allMatch(word -> page.contains("`" + word + "`"));
    assertThat(Readers.MORE_OUTSIDE_EVENTS).allMatch(word -> page.contains("`" + word + "`"));
  }

  private static String kind(MessageField field) {
    return switch (field.kind()) {
      case LINE -> "line";
      case TEXT -> "text";
      case LINK -> "link";
      case FLAG -> "yes or no";
      case LINES -> "list";
      case LINKS -> "list of links";
    };
  }

  private static String read() {
    try {
      return Files.readString(Path.of("docs", "messages.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
