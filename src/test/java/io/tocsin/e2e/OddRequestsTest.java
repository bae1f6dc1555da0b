package io.tocsin.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** What no client library sends: byte by byte, at the real server. */
@LiveTocsinTest
class OddRequestsTest {

  private static final int LIMIT_MILLIS = 5_000;
  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final String RESPONDER =
      "Authorization: Basic "
          + Base64.getEncoder().encodeToString("oncall1:tocsin".getBytes(ISO_8859_1))
          + "\r\n";

  @Value("${server.port}")
  int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//api/v1/incidents",
        "/api//v1/incidents",
        "/api/v1/..;/v1/incidents",
        "/status/..;/api/v1/incidents",
        "/status/../api/v1/incidents",
        "/status/%2e%2e/api/v1/incidents",
        "/status/..%2fapi/v1/incidents",
        "/status;/../api/v1/incidents",
        "/api/v1/incidents;x=y",
        "/api/v1/incidents%00",
        "/api/v1/incidents/%zz",
        "/api/v1/incidents/%",
        "/api/v1/incidents/%c0%ae%c0%ae",
        "/api/v1/incidents\\..\\x",
        "/%61pi/v1/incidents",
        "/API/v1/incidents",
        "http://elsewhere.example/api/v1/incidents",
        "*",
        "incidents"
      })
  void noSpellingOfAnAddressOpensItOrIsOurFailure(String target) throws IOException {
    var answer = send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(status(answer)).as(answer).isBetween(300, 499);
    refusesWithoutShowing(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 99999999\r\n",
        "Broken header\r\n",
        "X: a\r\n b: folded\r\n",
        "X: a\0b\r\n",
        "Expect: nonsense\r\n",
      })
  void badFramesAreRefused(String headers) throws IOException {
    var answer =
        send(
            "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + TYPE
                + RESPONDER
                + headers
                + "\r\n0\r\n\r\n");

    // Tomcat does not know other encodings of the transfer, and says so: 501 as the standard asks.
    assertThat(status(answer)).as(answer).matches(s -> s >= 400 && s < 500 || s == 501);
    refusesWithoutShowing(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Large", "Cookie", "Authorization"})
  void headersThatAreTooLargeAreRefused(String name) throws IOException {
    var answer =
        send(
            "GET /api/v1/incidents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + name
                + ": "
                + "x".repeat(20_000)
                + "\r\n\r\n");

    assertThat(status(answer)).as(answer).isBetween(400, 499);
    refusesWithoutShowing(answer);
  }

  @Test
  void aBodyInPiecesIsReadNoFurtherThanTheLimit() throws IOException {
    var piece = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

    var answer =
        send(
            "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + TYPE
                + RESPONDER
                + "Transfer-Encoding: chunked\r\n\r\n"
                + piece.repeat(17)
                + "0\r\n\r\n");

    assertThat(status(answer)).as(answer).isEqualTo(413);
    assertThat(answer).contains("application/problem+json", "body: is larger than");
  }

  @Test
  void aBodyInPiecesThatIsSmallEnoughIsTaken() throws IOException {
    var answer =
        send(
            "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + TYPE
                + RESPONDER
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

    assertThat(status(answer)).as(answer).isEqualTo(400);
    assertThat(answer).contains("title");
  }

  @Test
  void aFormInPiecesIsAskedForItsLength() throws IOException {
    var answer =
        send(
            "POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n");

    assertThat(status(answer)).as(answer).isEqualTo(411);
  }

  private static void refusesWithoutShowing(String answer) {
    assertThat(answer).doesNotContain("\tat ", "Exception", "io.tocsin", "org.apache", "Tomcat");
  }

  private static int status(String answer) {
    return answer.matches("(?s)HTTP/1.1 \\d{3}.*") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  private String send(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      try {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
      } catch (IOException e) {
        // It was refused before all of it was sent; the answer may have come.
      }
      var answer = new StringBuilder();
      try {
        for (int read = socket.getInputStream().read();
            read >= 0;
            read = socket.getInputStream().read()) {
          answer.append((char) read);
        }
      } catch (IOException e) {
        // Cut after the answer.
      }
      return answer.toString();
    }
  }
}
