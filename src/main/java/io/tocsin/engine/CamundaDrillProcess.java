package io.tocsin.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.model.Drill;
import io.tocsin.engine.model.Messages;
import io.tocsin.engine.model.SurpriseDrill;
import io.tocsin.problem.ConflictException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;

@Component
class CamundaDrillProcess implements DrillProcess {

  private static final String ALL = "all:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final FormService forms;
  private final IdentityService identity;

  CamundaDrillProcess(
      RuntimeService runtime, TaskService tasks, FormService forms, IdentityService identity) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.forms = forms;
    this.identity = identity;
  }

  @Override
  public String start(String lead, Map<String, Object> variables) {
    return start(Drill.KEY, lead, variables, Variables.DRILL_NUMBER);
  }

  @Override
  public String startSurprise(String lead, Map<String, Object> variables) {
    return start(SurpriseDrill.KEY, lead, variables, Variables.SURPRISE);
  }

  private String start(
      String model, String lead, Map<String, Object> variables, Variable<String> result) {
    var all = new HashMap<>(variables);
    all.put(Variables.DRILL_LEAD.name(), lead);
    var instance = runtime.startProcessInstanceByKey(model, (String) null, all);
    return String.valueOf(runtime.getVariable(instance.getProcessInstanceId(), result.name()));
  }

  @Override
  public boolean surpriseCalledOff(String id) {
    var key = BusinessKey.apart(id);
    return told(Messages.SURPRISE_CALLED_OFF, key) || ended(SurpriseDrill.KEY, key);
  }

  /** For what stands at a step that failed, where no message reaches it. */
  private boolean ended(String model, String businessKey) {
    var instances =
        runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(businessKey, model)
            .unlimitedList();
    instances.forEach(
        instance -> runtime.deleteProcessInstance(instance.getProcessInstanceId(), "Called off"));
    return !instances.isEmpty();
  }

  @Override
  public boolean brokenOff(String number) {
    return told(Messages.DRILL_BROKEN_OFF, number);
  }

  private boolean told(String message, String businessKey) {
    return !runtime
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(businessKey)
        .correlateAllWithResult()
        .isEmpty();
  }

  @Override
  public void claim(String task, String player, boolean fromOthers) {
    as(player, () -> take(task, player, fromOthers));
  }

  @Override
  public void complete(
      String task, String player, boolean fromOthers, Map<String, Object> answers) {
    as(
        player,
        () -> {
          take(task, player, fromOthers);
          var values = new HashMap<String, Object>();
          answers.forEach((field, answer) -> values.put(field, value(task, answer)));
          forms.submitTaskForm(task, values);
        });
  }

  private void take(String id, String player, boolean fromOthers) {
    var task = tasks.createTaskQuery().taskId(id).singleResult();
    if (task == null) {
      throw new ConflictException("The task is over");
    }
    if (task.getAssignee() == null) {
      tasks.claim(id, player);
    } else if (fromOthers) {
      tasks.setAssignee(id, player);
    } else if (!task.getAssignee().equals(player)) {
      throw new ConflictException(
          "The task '%s' is %s's, not %s's".formatted(task.getName(), task.getAssignee(), player));
    }
  }

  /** Forms record who acts. */
  private void as(String player, Runnable work) {
    var before = identity.getCurrentAuthentication();
    identity.setAuthenticatedUserId(player);
    try {
      work.run();
    } finally {
      identity.clearAuthentication();
      if (before != null) {
        identity.setAuthentication(before.getUserId(), before.getGroupIds());
      }
    }
  }

  private Object value(String task, Object answer) {
    if (answer instanceof String text && text.startsWith(ALL)) {
      return FormValue.of(offered(task, text.substring(ALL.length())));
    }
    return answer instanceof Collection<?> || answer instanceof Map<?, ?>
        ? FormValue.of(answer)
        : answer;
  }

  /** Returns the values of a list that the form was filled with. */
  private List<String> offered(String task, String list) {
    var shown = tasks.getVariable(task, list);
    var values = new ArrayList<String>();
    try {
      for (var item : JSON.readTree(String.valueOf(shown))) {
        values.add(item.path("value").asText());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The form has no list '" + list + "'", e);
    }
    return values;
  }
}
