package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.RoleDesk;
import io.tocsin.problem.InvalidInputException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The support lead's desk: what customers report. */
@Component
class RecordCustomerReportsForm implements TaskForm {

  /** More are written as "over a million" by a person. */
  private static final int MOST = 1_000_000;

  private static final Map<String, String> CHANNELS =
      Map.of(
          "email", "by e-mail",
          "chat", "by chat",
          "phone", "by phone",
          "social", "on social media",
          "other", "");

  private final Incidents incidents;

  RecordCustomerReportsForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return RoleDesk.Elements.TASK_RECORD_CUSTOMER_REPORTS;
  }

  @Override
  public Set<String> fields() {
    return Set.of("reportCount", "reportChannel", "reportText");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of("reportChannel", "email");
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var count = count(answers.required("reportCount", "say how many there are"));
    var channel = CHANNELS.getOrDefault(answers.choice("reportChannel", CHANNELS.keySet()), "");
    var text = answers.required("reportText", "say in their words what customers report");
    incidents.note(
        task.incident(),
        "Customer reports (%d%s): %s"
            .formatted(count, channel.isEmpty() ? "" : " " + channel, text),
        Actor.tasklist(task.actor()));
    return Map.of();
  }

  private static int count(String text) {
    try {
      var count = Double.parseDouble(text);
      if (count >= 1 && count <= MOST && count == Math.rint(count)) {
        return (int) count;
      }
    } catch (NumberFormatException e) {
      // Said below, with the field.
    }
    throw new InvalidInputException("reportCount", "'" + text + "' is not a whole number from 1");
  }
}
