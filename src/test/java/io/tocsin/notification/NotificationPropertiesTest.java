package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationPropertiesTest {

  @Test
  void ids_are_the_same_each_time_and_differ_by_key() {
    var properties = new NotificationProperties("Tocsin <tocsin@example.org>");
    assertThat(properties.messageId("a")).isEqualTo(properties.messageId("a"));
    assertThat(properties.messageId("a")).isNotEqualTo(properties.messageId("b"));
    assertThat(properties.messageId("a")).matches("<[0-9a-f-]{36}@example\\.org>");
    assertThat(properties.threadId("INC-2026-02-10-001"))
        .isEqualTo("<INC-2026-02-10-001@example.org>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tocsin", "Tocsin <tocsin", "a@b.example\nBcc: c@d.example"})
  void a_sender_that_is_no_address_is_refused_at_start(String from) {
    assertThatThrownBy(() -> new NotificationProperties(from))
        .hasMessageContaining("tocsin.notification.from");
  }
}
