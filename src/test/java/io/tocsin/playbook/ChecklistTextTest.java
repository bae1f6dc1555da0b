package io.tocsin.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecklistTextTest {

  @Test
  void readsOneItemALineAndWhatTicksIt() {
    var list =
        ChecklistText.of(
            "The log was read | errors\n\n  Users were asked \nThe log was read | errors\n");
    assertThat(list.texts()).containsExactly("The log was read", "Users were asked");
    assertThat(list.known(Set.of("errors", "health"))).containsExactly("The log was read");
    assertThat(list.known(Set.of())).isEmpty();
  }

  @Test
  void readsAnswers() {
    assertThat(ChecklistText.answers("yes: Yes: done\nno: No\n"))
        .containsExactly(
            Map.of("value", "yes", "label", "Yes: done"), Map.of("value", "no", "label", "No"));
    assertThat(ChecklistText.answers("")).isEmpty();
  }
}
