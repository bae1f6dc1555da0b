package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

class LogContextTest {

  private static final String NUMBER = "INC-2026-02-10-001";

  @AfterEach
  void forget() {
    LogContext.clear();
  }

  @Test
  void linesBelongToAnIncidentForAWhile() {
    LogContext.about(NUMBER);
    try (var lines = LogContext.of(null)) {
      assertThat(MDC.get(LogContext.INCIDENT)).isNull();
      LogContext.about("INC-2026-02-10-002");
    }
    assertThat(MDC.get(LogContext.INCIDENT)).isEqualTo(NUMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "INC-2026-02-10-001, INC-2026-02-10-001",
    "INC-2026-02-10-001#17, INC-2026-02-10-001",
    "DRILL-2026-02-10-1000, DRILL-2026-02-10-1000",
    "#monitor-5, ",
    "somebody's own key, "
  })
  void theNumberIsWhatABusinessKeyBeginsWith(String key, @Nullable String number) {
    assertThat(LogContext.number(key)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "logstash"})
  void aLineIsOneObjectWhateverPeopleWrite(String format) throws Exception {
    LogContext.about(NUMBER + "#4");
    MDC.put(LogContext.MODEL, "triage");
    LogContext.user("ines");
    LogContext.request("0123456789abcdef");
    var title = "Broken\r\n{\"incident\":\"INC-2026-01-01-001\"}\n\", \"incident\": \"x";

    var json = json(format, "Declared: " + title);

    assertThat(json.get("message").asText()).isEqualTo("Declared: " + title);
    assertThat(json.get("incident").asText()).isEqualTo(NUMBER);
    assertThat(json.get("model").asText()).isEqualTo("triage");
    assertThat(json.get("request").asText()).isEqualTo("0123456789abcdef");
    var user = json.has("user") ? json.get("user").get("id") : json.get("user.id");
    assertThat(user.asText()).isEqualTo("ines");
  }

  @Test
  void whatBelongsToNoIncidentNamesNone() throws Exception {
    LogContext.about("#monitor-5");

    assertThat(json("ecs", "Probed").get("incident").isNull()).isTrue();
    LogContext.clear();
    assertThat(json("ecs", "Started").has("incident")).isFalse();
  }

  private static JsonNode json(String format, String message) throws Exception {
    var context = new LoggerContext();
    context.setMDCAdapter(MDC.getMDCAdapter());
    context.putObject(
        Environment.class.getName(),
        new MockEnvironment()
            .withProperty("logging.structured.json.customizer", JsonLines.class.getName()));
    var encoder = new StructuredLogEncoder();
    encoder.setContext(context);
    encoder.setFormat(format);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.start();
    var event =
        new LoggingEvent(
            "", context.getLogger("test"), ch.qos.logback.classic.Level.INFO, message, null, null);
    var line = new String(encoder.encode(event), StandardCharsets.UTF_8);
    assertThat(line.strip()).doesNotContain("\n", "\r");
    return new ObjectMapper().readTree(line);
  }
}
