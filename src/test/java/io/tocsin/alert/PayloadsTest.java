package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.problem.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.ErrorResponseException;

class PayloadsTest {

  private static final int MAX = 1024;

  private final Payloads payloads = new Payloads(Recorded.properties(List.of("service"), Map.of()));

  @Test
  void readsJson() throws IOException {
    assertThat(read(" {\"title\": \"é\"}\n").path("title").asText()).isEqualTo("é");
  }

  @Test
  void takesABodyOfExactlyTheLimit() throws IOException {
    assertThat(read("\"" + "a".repeat(MAX - 2) + "\"").asText()).hasSize(MAX - 2);
  }

  @Test
  void refusesABodyThatAnnouncesTooMuchWithoutReadingIt() {
    var unread = new Endless();

    assertThatThrownBy(() -> payloads.read(unread, MAX + 1))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> {
              assertThat(e.getStatusCode().value()).isEqualTo(413);
              assertThat(e.getBody().getDetail())
                  .contains("larger than 1024 bytes", "tocsin.alerts.max-body");
            });
    assertThat(unread.given).isZero();
  }

  @Test
  void stopsReadingABodyOfUnknownLengthAtTheLimit() {
    var endless = new Endless();

    assertThatThrownBy(() -> payloads.read(endless, -1))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> assertThat(e.getStatusCode().value()).isEqualTo(413));
    assertThat(endless.given).isEqualTo(MAX + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "nothing",
      value = {
        "nothing | body: is empty",
        "`  ` | body: is empty",
        "{\"title\": | body: is not JSON; see line 1, column",
        "{'title': 1} | body: is not JSON; see line 1, column 2",
        "{} {} | body: is not JSON; see line 1, column",
        "title=a | body: is not JSON",
      })
  void namesThePlaceWhereItStopsBeingJson(String body, String message) {
    assertThatThrownBy(() -> read(body == null ? "" : body))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesDeepNestingAndEndlessNumbers() {
    assertThatThrownBy(() -> read("[".repeat(500)))
        .hasMessageStartingWith("body: is nested too deeply");
    assertThatThrownBy(() -> read("1".repeat(1_010))).hasMessageContaining("number that is too");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    var latin = "{\"title\": \"größer\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> payloads.read(new ByteArrayInputStream(latin), latin.length))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("body: is not");
  }

  private JsonNode read(String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return payloads.read(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static class Endless extends InputStream {

    int given;

    @Override
    public int read() {
      given++;
      return '[';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      given += length;
      return length;
    }
  }
}
