package io.tocsin.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two steps were joined, one was sent to a step that both versions have, one has a new name. */
class WayBackTest {

  private static final Map<String, String> ALSO =
      Map.of("a", "joined", "b", "joined", "removed", "kept", "old", "new");
  private static final Set<String> KEPT = Set.of("kept", "other");

  @Test
  void eachGoesWhereItCameFrom() {
    assertThat(way(Map.of("1", "a"), Map.of("1", "joined")).elsewhere())
        .containsEntry("joined", "a");
    assertThat(way(Map.of("1", "b"), Map.of("1", "joined")).elsewhere())
        .containsEntry("joined", "b");
    assertThat(way(Map.of("1", "removed"), Map.of("1", "kept")).elsewhere())
        .containsEntry("kept", "removed");
    assertThat(way(Map.of("1", "kept"), Map.of("1", "kept")).elsewhere()).doesNotContainKey("kept");
  }

  @Test
  void whatItHasComeToSinceGoesOnAsItIs() {
    assertThat(way(Map.of("1", "removed"), Map.of("2", "kept")).elsewhere())
        .containsExactly(Map.entry("new", "old"));
    assertThat(way(Map.of("1", "other"), Map.of("1", "other", "2", "new")).elsewhere())
        .containsExactly(Map.entry("new", "old"));
  }

  @Test
  void whereNobodyKnowsItIsLeft() {
    assertThat(way(Map.of("1", "other"), Map.of("2", "joined")).refused())
        .isEqualTo("joined: nobody knows where it was before");
    assertThat(WayBack.of(ALSO, KEPT, null, Map.of("1", "kept")).refused())
        .isEqualTo("kept: nobody knows where it was before");
    assertThat(WayBack.of(ALSO, KEPT, null, Map.of("1", "new")).refused()).isNull();
  }

  @Test
  void twoOfOnePlaceCannotGoToDifferentOnes() {
    assertThat(way(Map.of("1", "a", "2", "b"), Map.of("1", "joined", "2", "joined")).refused())
        .isEqualTo("joined: it is there more than once, from different activities");
    assertThat(way(Map.of("1", "removed"), Map.of("1", "kept", "2", "kept")).refused())
        .isEqualTo("kept: it is there more than once, from different activities");
    assertThat(way(Map.of("1", "a", "2", "a"), Map.of("1", "joined", "2", "joined")).elsewhere())
        .containsEntry("joined", "a");
  }

  private static WayBack way(Map<String, String> cameFrom, Map<String, String> places) {
    return WayBack.of(ALSO, KEPT, cameFrom, places);
  }
}
