package io.tocsin.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the forms of open tasks ask for, whoever asks. */
@Component
public class TaskQuestions {

  private record Place(String definition, String step) {}

  private final JdbcClient jdbc;
  private final TaskLifecycle lifecycle;
  private final FormService forms;
  private final ObjectMapper json;

  TaskQuestions(JdbcClient jdbc, TaskLifecycle lifecycle, FormService forms, ObjectMapper json) {
    this.jdbc = jdbc;
    this.lifecycle = lifecycle;
    this.forms = forms;
    this.json = json;
  }

  /**
   * Returns which of these names the form of a task has no field for; none when the task is not
   * open. To be called where nobody is signed in to the engine.
   */
  public Set<String> notAsked(String task, Set<String> names) {
    var open =
        jdbc.sql(
                "select proc_def_id_, task_def_key_ from act_ru_task"
                    + " where id_ = ? and proc_def_id_ is not null")
            .param(task)
            .query((row, n) -> new Place(row.getString(1), row.getString(2)))
            .optional();
    if (open.isEmpty()) {
      return Set.of();
    }
    var others = new HashSet<>(names);
    others.removeAll(lifecycle.fields(open.get().definition(), open.get().step()));
    if (!others.isEmpty()) {
      // A form without a Java side, or with more fields than that reads.
      keys(form(task), others);
    }
    return others;
  }

  private JsonNode form(String task) {
    try (var form = forms.getDeployedTaskForm(task)) {
      return json.readTree(form);
    } catch (NotFoundException | NullValueException e) {
      return json.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keys(JsonNode component, Set<String> others) {
    others.remove(component.path("key").asText());
    // The rows of a list are one answer, named by the path of the list.
    others.remove(component.path("path").asText());
    if (!component.path("type").asText().equals("dynamiclist")) {
      component.path("components").forEach(child -> keys(child, others));
    }
  }
}
