package io.tocsin.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.notification.NotTakenException;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackApiTest {

  private final List<OutboundRequest> sent = new ArrayList<>();

  @Test
  void callsWithTheTokenInAHeader() {
    var slack = api("xoxb-1", answer(200, "{\"ok\":true,\"ts\":\"1.2\",\"channel\":\"C1\"}"));
    assertThat(slack.post(Map.of("channel", "#ops", "text", "hello")))
        .isEqualTo(new SlackApi.Posted("C1", "1.2"));
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).url()).hasToString("https://slack.test/api/chat.postMessage");
    assertThat(sent.get(0).headers()).containsEntry("Authorization", "Bearer xoxb-1");
    assertThat(sent.get(0).timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "channel_not_found,true,invite the app",
    "is_archived,true,archived",
    "not_in_channel,true,invite the app",
    "invalid_auth,true,tocsin.slack.bot-token",
    "missing_scope,true,give the app the scope",
    "something_new,true,something_new",
    "internal_error,false,internal_error",
    "service_unavailable,false,service_unavailable",
    "<script>,true,an unknown error",
  })
  void takesOkFalseForARefusal(String error, boolean forGood, String words) {
    var refused = refused(answer(200, "{\"ok\":false,\"error\":\"" + error + "\"}"));
    assertThat(refused.permanent()).isEqualTo(forGood);
    assertThat(refused).hasMessageContaining(words).hasMessageContaining("chat.postMessage");
    assertThat(refused.retryAfter()).isNull();
  }

  @Test
  void namesTheScopeThatIsMissing() {
    assertThat(
            refused(
                answer(
                    200, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\"}")))
        .hasMessageContaining("missing_scope chat:write");
  }

  @ParameterizedTest
  @CsvSource({"429,17,17", "429,,30", "429,soon,30"})
  void waitsAsLongAsItIsTold(int status, @Nullable String header, long seconds) {
    var refused =
        refused(
            new OutboundResponse(
                status,
                "",
                false,
                Duration.ZERO,
                null,
                header == null ? Map.of() : Map.of("retry-after", header)));
    assertThat(refused.permanent()).isFalse();
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void waitsAlsoWhenItIsSaidInTheBody() {
    var refused = refused(answer(200, "{\"ok\":false,\"error\":\"ratelimited\"}"));
    assertThat(refused.retryAfter()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"500,false", "503,false", "404,true", "200,true"})
  void tellsTroubleOfSlackFromAWrongAddress(int status, boolean forGood) {
    assertThat(refused(answer(status, "<html>")).permanent()).isEqualTo(forGood);
  }

  @Test
  void triesAgainWhatTimedOut() {
    var refused = refused(OutboundResponse.failed("timed out after 10000 ms", Duration.ZERO));
    assertThat(refused.permanent()).isFalse();
    assertThat(refused).hasMessageContaining("timed out").hasMessageNotContaining("xoxb");
  }

  @Test
  void sendsNothingWithoutAToken() {
    var slack = api(null, answer(200, "{\"ok\":true}"));
    assertThat(slack.configured()).isFalse();
    var refused =
        catchThrowableOfType(NotTakenException.class, () -> slack.call("auth.test", Map.of()));
    assertThat(refused).hasMessageContaining("tocsin.slack.bot-token");
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.slack.com/commands/T1/2/3,true",
    "https://hooks.slack.com:444/commands,false",
    "http://hooks.slack.com/commands,false",
    "https://hooks.slack.com.evil.example/commands,false",
    "https://evil.example/hooks.slack.com,false",
    "https://user@hooks.slack.com/commands,false",
    "https://slack.test/answers,true",
    "http://slack.test/answers,false",
    "http://169.254.169.254/latest,false",
    "file:///etc/passwd,false",
    "nonsense,false",
    "'https://hooks.slack.com/a b',false",
  })
  void answersToSlackAlone(String url, boolean allowed) {
    var responses = new ChatResponses(properties("xoxb-1"), http(answer(200, "ok")));
    assertThat(responses.allows(url)).isEqualTo(allowed);
    assertThat(responses.answer(url, Map.of("text", "done"))).isEqualTo(allowed);
    assertThat(sent).hasSize(allowed ? 1 : 0);
  }

  private NotTakenException refused(OutboundResponse answer) {
    var slack = api("xoxb-1", answer);
    var refused =
        catchThrowableOfType(
            NotTakenException.class, () -> slack.post(Map.of("channel", "C1", "text", "x")));
    assertThat(refused).isNotNull();
    return refused;
  }

  private SlackApi api(@Nullable String token, OutboundResponse answer) {
    return new SlackApi(properties(token), http(answer));
  }

  private OutboundHttp http(OutboundResponse answer) {
    return request -> {
      sent.add(request);
      return CompletableFuture.completedFuture(answer);
    };
  }

  private static SlackProperties properties(@Nullable String token) {
    return new SlackProperties(
        URI.create("https://slack.test/api/"),
        token,
        null,
        Duration.ofSeconds(10),
        Duration.ofMinutes(15));
  }

  private static OutboundResponse answer(int status, String body) {
    return new OutboundResponse(status, body, false, Duration.ZERO, null);
  }
}
