package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.notification.DeliveryProperties.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryPropertiesTest {

  private static final DeliveryProperties USUAL = DeliveryProperties.usual();

  @Test
  void a_pause_is_the_longer_of_ours_and_the_providers_up_to_a_limit() {
    assertThat(USUAL.pauseAfter(1, null)).contains(Duration.ofSeconds(10));
    assertThat(USUAL.pauseAfter(4, null)).contains(Duration.ofMinutes(15));
    assertThat(USUAL.pauseAfter(5, Duration.ofSeconds(1))).isEmpty();
    assertThat(USUAL.pauseAfter(2, Duration.ofSeconds(5))).contains(Duration.ofMinutes(1));
    assertThat(USUAL.pauseAfter(2, Duration.ofMinutes(2))).contains(Duration.ofMinutes(2));
    assertThat(USUAL.pauseAfter(2, Duration.ofDays(2))).contains(Duration.ofMinutes(30));
  }

  @Test
  void a_rate_is_for_the_channel_or_for_each_address() {
    assertThat(USUAL.rate("slack").orElseThrow().shared("C1")).isEqualTo("c1");
    assertThat(USUAL.rate("sms").orElseThrow().shared("+1555")).isEmpty();
    assertThat(USUAL.rate("sms").orElseThrow().step()).isEqualTo(Duration.ofSeconds(1));
    assertThat(USUAL.rate("email")).isEmpty();
    assertThat(with(Map.of("sms", new Rate(0, "channel"))).rate("sms")).isEmpty();
    assertThat(with(Map.of("email", new Rate(4, "channel"))).rate("email").orElseThrow().step())
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void wrong_settings_are_refused_with_their_key() {
    assertThatThrownBy(() -> new Rate(-1, "channel"))
        .hasMessageContaining("tocsin.notification.rates.<channel>.per-second");
    assertThatThrownBy(() -> new Rate(1, "person")).hasMessageContaining("address nor channel");
    assertThatThrownBy(() -> with(List.of(Duration.ZERO), Duration.ofMinutes(1)))
        .hasMessageContaining("tocsin.notification.pauses");
    assertThatThrownBy(() -> with(List.of(), Duration.ofDays(2)))
        .hasMessageContaining("tocsin.notification.retry-after-at-most");
  }

  private static DeliveryProperties with(Map<String, Rate> rates) {
    return new DeliveryProperties(
        USUAL.pauses(), USUAL.retryAfterAtMost(), List.of("email"), Set.of(), rates);
  }

  private static DeliveryProperties with(List<Duration> pauses, Duration most) {
    return new DeliveryProperties(pauses, most, List.of("email"), Set.of(), Map.of());
  }
}
