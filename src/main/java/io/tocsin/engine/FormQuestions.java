package io.tocsin.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the forms of open tasks and of processes ask for, whoever asks. To be called where nobody is
 * signed in to the engine.
 */
@Component
public class FormQuestions {

  private record Place(String definition, String step) {}

  private final JdbcClient jdbc;
  private final TaskLifecycle lifecycle;
  private final FormService forms;
  private final TaskService tasks;
  private final Feel feel;
  private final RepositoryService repository;
  private final ObjectMapper json;

  FormQuestions(
      JdbcClient jdbc,
      TaskLifecycle lifecycle,
      FormService forms,
      TaskService tasks,
      Feel feel,
      RepositoryService repository,
      ObjectMapper json) {
    this.jdbc = jdbc;
    this.lifecycle = lifecycle;
    this.forms = forms;
    this.tasks = tasks;
    this.feel = feel;
    this.repository = repository;
    this.json = json;
  }

  /**
   * Returns which of these names the form of a task has no field for; none when the task is not
   * open.
   */
  public Set<String> notAsked(String task, Set<String> names) {
    var open = open(task);
    if (open.isEmpty()) {
      return Set.of();
    }
    var others = new HashSet<>(names);
    others.removeAll(lifecycle.fields(open.get().definition(), open.get().step()));
    if (!others.isEmpty()) {
      // A form without a Java side, or with more fields than that reads.
      others.removeAll(FormFields.of(form(() -> forms.getDeployedTaskForm(task))).names());
    }
    return others;
  }

  /**
   * Returns the first field of a task's form that has to be filled in and is not; none when the
   * task is not open. What is not sent counts as it was filled in when the task appeared.
   *
   * @param answers the variables as they were sent, each with its {@code value}
   */
  public Optional<Unanswered> unanswered(String task, JsonNode answers) {
    if (open(task).isEmpty()) {
      return Optional.empty();
    }
    var form = FormFields.of(form(() -> forms.getDeployedTaskForm(task)));
    return form.asks()
        ? form.unanswered(tasks.getVariablesTyped(task, form.keys(), false), answers, feel)
        : Optional.empty();
  }

  /**
   * Returns whether what is sent along with a task counts only when its form is submitted. The
   * engine keeps for the process what comes with the mere completion of a task, and the task goes
   * on showing what its form was filled with.
   */
  public boolean submittedOnly(String task) {
    return open(task)
        .map(place -> !lifecycle.fields(place.definition(), place.step()).isEmpty())
        .orElse(false);
  }

  /** A field without a value: its key, and what people call it. */
  public record Unanswered(String key, String label) {}

  private Optional<Place> open(String task) {
    return jdbc.sql(
            "select proc_def_id_, task_def_key_ from act_ru_task"
                + " where id_ = ? and proc_def_id_ is not null")
        .param(task)
        .query((row, n) -> new Place(row.getString(1), row.getString(2)))
        .optional();
  }

  /**
   * Returns which of these names the start form of a process has no field for: all of them where it
   * has no form; none when there is no such process.
   *
   * @param process its id, as the model has it; its newest version counts
   */
  public Set<String> notAskedAtStart(String process, Set<String> names) {
    var newest =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(process)
            .latestVersion()
            .singleResult();
    return newest == null ? Set.of() : notAskedByVersion(newest.getId(), names);
  }

  /**
   * The same for one version of a process.
   *
   * @param version its id in the engine
   */
  public Set<String> notAskedByVersion(String version, Set<String> names) {
    if (repository.createProcessDefinitionQuery().processDefinitionId(version).count() == 0) {
      return Set.of();
    }
    var others = new HashSet<>(names);
    if (!others.isEmpty()) {
      others.removeAll(FormFields.of(form(() -> forms.getDeployedStartForm(version))).names());
    }
    return others;
  }

  private JsonNode form(Supplier<InputStream> deployed) {
    try (var form = deployed.get()) {
      return json.readTree(form);
    } catch (BadUserRequestException | NullValueException e) {
      // It has none.
      return json.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
