package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.tocsin.notification.Outside.CLOCK;
import static io.tocsin.notification.Outside.HTTP;
import static io.tocsin.notification.Outside.LIMIT;
import static io.tocsin.notification.Outside.SERVER;
import static io.tocsin.notification.Outside.TOCSIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.tocsin.incident.IncidentRounds;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every channel that calls a provider, and every way in which the provider fails. */
class ChannelFailuresTest {

  private static final String SECRET = "s3cret-s3cret-s3cret-s3cret-s3cr";

  @BeforeEach
  void forget() {
    SERVER.resetAll();
  }

  @ParameterizedTest
  @MethodSource("permanent")
  void is_not_tried_again(Channel channel, int status) {
    answer(
        aResponse().withStatus(status).withBody("{\"code\":21211,\"message\":\"" + SECRET + "\"}"));
    assertThat(refusal(channel).permanent()).as(channel.id()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("passing")
  void is_tried_again(Channel channel, int status) {
    answer(aResponse().withStatus(status).withBody("<html>" + SECRET + "</html>"));
    var refusal = refusal(channel);
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal.retryAfter()).isNull();
  }

  @ParameterizedTest
  @MethodSource("channels")
  void waits_as_long_as_the_provider_says(Channel channel) {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "42"));
    var refusal = refusal(channel);
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(42));
  }

  @ParameterizedTest
  @MethodSource("channels")
  void does_not_wait_for_a_silent_provider(Channel channel) {
    answer(aResponse().withStatus(200).withFixedDelay(2 * (int) Outside.LIMIT.toMillis()));
    var refusal = refusal(channel);
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal).hasMessageEndingWith("timed out after " + Outside.LIMIT.toMillis() + " ms");
  }

  @ParameterizedTest
  @MethodSource("channels")
  void survives_a_broken_connection(Channel channel) {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(refusal(channel).permanent()).isFalse();
  }

  private static NotTakenException refusal(Channel channel) {
    var refusal =
        catchThrowableOfType(
            NotTakenException.class,
            () -> channel.send(Outside.delivery("declared"), address(channel)));
    assertThat(refusal).as(channel.id()).isNotNull();
    assertThat(refusal.getMessage()).doesNotContain(SECRET).doesNotContain("http");
    return refusal;
  }

  private static String address(Channel channel) {
    return switch (channel.id()) {
      case "sms", "phone" -> "+15550100001";
      case "teams", "mattermost" -> "team-channel";
      default -> "default";
    };
  }

  private static void answer(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(any(anyUrl()).willReturn(answer));
  }

  static Stream<Arguments> permanent() {
    return each(400, 401, 403, 404, 410, 413, 422, 302);
  }

  static Stream<Arguments> passing() {
    return each(408, 429, 500, 502, 503);
  }

  private static Stream<Arguments> each(int... statuses) {
    return channels()
        .flatMap(
            channel ->
                java.util.Arrays.stream(statuses)
                    .mapToObj(status -> Arguments.of(channel, status)));
  }

  static Stream<Channel> channels() {
    var incidents = Outside.incidents(Samples.full());
    var hook = Map.of("team-channel", SERVER.url("/" + SECRET));
    var twilio =
        new Twilio(
            new TwilioProperties(
                URI.create(SERVER.baseUrl()), "AC1", SECRET, "+15550199999", LIMIT, false),
            TOCSIN,
            HTTP,
            CLOCK);
    return Stream.of(
        new TeamsChannel(new TeamsProperties(hook, LIMIT), TOCSIN, incidents, HTTP, CLOCK),
        new MattermostChannel(new MattermostProperties(hook, LIMIT), incidents, HTTP, CLOCK),
        new SmsChannel(twilio),
        new PhoneChannel(twilio, incidents),
        new PagerDutyChannel(
            new PagerDutyProperties(URI.create(SERVER.baseUrl()), SECRET, List.of(), LIMIT),
            TOCSIN,
            incidents,
            mock(IncidentRounds.class),
            mock(Deliveries.class),
            HTTP,
            CLOCK),
        new WebhookChannel(
            new WebhookProperties(SERVER.url("/" + SECRET), SECRET, LIMIT),
            TOCSIN,
            incidents,
            HTTP,
            CLOCK));
  }
}
