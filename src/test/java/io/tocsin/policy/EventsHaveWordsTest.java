package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event that a policy can name has a message of its own. */
class EventsHaveWordsTest {

  static Stream<String> events() {
    return Stream.concat(
        PolicyShape.EVENTS.stream(),
        Stream.of(
            "escalation",
            "acknowledged",
            "update-nag",
            "release-due",
            "update-handed-over",
            "release-overdue",
            "release-escalated",
            "dismissal-post",
            "reopening-post",
            "summary-post",
            "widening-post",
            "taken-down-post",
            "public-draft",
            "holding-post",
            "resolution-post",
            "social-draft",
            "subscription-confirm",
            "test-message",
            "delivery-failed",
            "job-failed",
            "monitor-blind",
            "action-item-assigned",
            "action-item-due",
            "action-item-overdue",
            "action-item-escalated",
            "routine-begun",
            "routine-due",
            "routine-overdue",
            "routine-escalated",
            "contacts-to-confirm",
            "qualification-due",
            "qualification-lapsed",
            "other"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void aFileIsThere(String event) {
    assertThat(Path.of("processes", "messages", event + ".mustache")).exists();
  }
}
