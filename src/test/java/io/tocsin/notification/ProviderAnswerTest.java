package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.outbound.OutboundResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means for a message. */
class ProviderAnswerTest {

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void success_is_the_answer_itself(int status) {
    var answer = answer(status, null);
    assertThat(ProviderAnswer.success("It", answer, Outside.NOW)).isSameAs(answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 401, 403, 404, 410, 413, 422})
  void these_stay_as_they_are(int status) {
    var refusal = refusal(answer(status, "30"));
    assertThat(refusal.permanent()).isTrue();
    assertThat(refusal.retryAfter()).isNull();
    assertThat(refusal).hasMessage("It answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void these_may_come_right(int status) {
    var refusal = refusal(answer(status, null));
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal.retryAfter()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "429, 30, PT30S",
    "503, 0, PT0S",
    "503, 'Tue, 10 Feb 2026 14:46:30 GMT', PT1M30S",
    "503, 'Tue, 10 Feb 2026 14:00:00 GMT', PT0S",
    "429, 86400, PT1H",
    "429, 'Wed, 10 Feb 2027 14:46:30 GMT', PT1H",
  })
  void the_provider_may_say_when(int status, String header, Duration wait) {
    var refusal = refusal(answer(status, header));
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal.retryAfter()).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "-1", "99999999999999999999", "1e3"})
  void nonsense_says_nothing(String header) {
    assertThat(refusal(answer(429, header)).retryAfter()).isNull();
  }

  @Test
  void no_answer_may_come_right() {
    var refusal = refusal(OutboundResponse.failed("timed out after 10 ms", Duration.ZERO));
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal).hasMessage("It: timed out after 10 ms");
  }

  @Test
  void a_header_is_found_by_any_case_of_its_name() {
    assertThat(answer(429, "1").header("RETRY-after")).isEqualTo("1");
    assertThat(answer(429, null).header("Retry-After")).isNull();
  }

  private static NotTakenException refusal(OutboundResponse answer) {
    return catchThrowableOfType(
        NotTakenException.class, () -> ProviderAnswer.success("It", answer, Outside.NOW));
  }

  private static OutboundResponse answer(int status, @Nullable String retryAfter) {
    return new OutboundResponse(
        status,
        "s3cret",
        false,
        Duration.ZERO,
        null,
        retryAfter == null ? Map.of() : Map.of("retry-after", retryAfter));
  }
}
