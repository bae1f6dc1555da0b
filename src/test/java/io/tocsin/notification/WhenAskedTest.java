package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WhenAskedTest {

  private final AtomicInteger looked = new AtomicInteger();
  private final WhenAsked values = new WhenAsked();

  WhenAskedTest() {
    values.put("number", "INC-2026-02-10-001");
    values.later("actions", () -> "action " + looked.incrementAndGet());
  }

  @Test
  void what_nobody_asks_for_is_not_looked_up() {
    assertThat(values.get("number")).isEqualTo("INC-2026-02-10-001");
    assertThat(values.containsKey("actions")).isTrue();
    assertThat(values.containsKey("cause")).isFalse();
    assertThat(values.get("cause")).isNull();
    assertThat(looked).hasValue(0);
  }

  @Test
  void what_is_asked_for_is_looked_up_once() {
    assertThat(values.get("actions")).isEqualTo("action 1");
    assertThat(values.get("actions")).isEqualTo("action 1");
  }

  @Test
  void nothing_is_looked_up_for_a_value_that_wins() {
    values.putAll(Map.of("actions", "none"));
    assertThat(values.get("actions")).isEqualTo("none");
    assertThat(looked).hasValue(0);
  }

  @Test
  void whoever_goes_through_all_sees_all() {
    assertThat(Map.copyOf(values))
        .isEqualTo(Map.of("number", "INC-2026-02-10-001", "actions", "action 1"));
  }

  @Test
  void what_fails_fails_again_and_is_never_taken_for_absent() {
    values.later(
        "owed",
        () -> {
          throw new IllegalStateException("no policy");
        });
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> values.get("owed")).hasMessage("no policy");
    }
  }
}
