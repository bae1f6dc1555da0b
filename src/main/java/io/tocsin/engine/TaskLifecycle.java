package io.tocsin.engine;

import io.tocsin.engine.TaskBriefings.Briefing;
import io.tocsin.engine.TaskBriefings.StandIn;
import io.tocsin.problem.ConflictException;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * What every user task gets without anything drawn for it: a name with number and severity, a due
 * date, a priority, an assignee, the known facts; and its answers recorded when it is completed.
 */
@Component
class TaskLifecycle {

  /** The actor when nobody is signed in: a job of the engine. */
  static final String ENGINE = "tocsin";

  /** Variable of a task: the group that it was given to beside its own. */
  static final String HANDED_OVER = "handedOverTo";

  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  private static final String DUE_TARGET = "dueTarget";
  private static final String DUE_VARIABLE = "dueVariable";
  private static final String NAME_VARIABLE = "nameVariable";
  private static final String STANDING = "standing";

  /** Of a task that stands open all the time: everything that must be done comes first. */
  private static final int STANDING_PRIORITY = 0;

  /** Between number, severity label and name. */
  private static final String SEPARATOR = " · ";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private static final String BRIEFING = "briefing";
  private static final String COMPLETED = "Completed";

  /** Looked up once, but not before somebody asks: they need services of the engine. */
  private final SingletonSupplier<List<TaskForm>> forms;

  private final SingletonSupplier<TaskBriefings> briefings;
  private final TaskService tasks;
  private final RepositoryService repository;
  private final IdentityService identity;
  private final AuthorizationService authorizations;

  // Lazy: the listeners of this class are registered before the engine's services exist.
  TaskLifecycle(
      ObjectProvider<TaskForm> forms,
      ObjectProvider<TaskBriefings> briefings,
      @Lazy TaskService tasks,
      @Lazy RepositoryService repository,
      @Lazy IdentityService identity,
      @Lazy AuthorizationService authorizations) {
    this.forms = SingletonSupplier.of(() -> forms.stream().toList());
    this.briefings = SingletonSupplier.ofNullable(briefings::getIfAvailable);
    this.tasks = tasks;
    this.repository = repository;
    this.identity = identity;
    this.authorizations = authorizations;
  }

  void created(DelegateTask task) {
    var number = incident(task);
    var model = modelOf(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    // What belongs to no incident has its name, its due date and its form all the same.
    var briefing =
        number == null
            ? Optional.<Briefing>empty()
            : brief(number, model, groups(model, task::getVariable));
    if (briefing.isEmpty()) {
      task.setName(name(model, task::getVariable));
      fill(task, model, new HashMap<>());
      return;
    }
    describe(
        briefing.get(),
        name(model, task::getVariable),
        task::setName,
        task::setPriority,
        task::setDueDate);
    if (standing(model)) {
      task.setPriority(STANDING_PRIORITY);
    }
    if (task.getAssignee() == null) {
      taker(
              briefing.get(),
              form(task.getProcessDefinitionId(), task.getTaskDefinitionKey()),
              () -> context(task))
          .ifPresent(task::setAssignee);
    }
    var standIn = briefing.get().standIn();
    if (briefing.get().workers() != null) {
      restrict(task, briefing.get().workers());
    } else if (standIn != null) {
      task.addCandidateGroup(standIn.group());
      if (standIn.person() != null) {
        task.addCandidateUser(standIn.person());
      }
    }
    var values = new HashMap<String, @Nullable Object>();
    values.put(BRIEFING, briefing.get().facts());
    fill(task, model, values);
  }

  /** Sets what does not depend on an incident: when it is due, and what its form shows. */
  private void fill(DelegateTask task, UserTask model, Map<String, @Nullable Object> values) {
    if (property(model, DUE_VARIABLE) != null) {
      task.setDueDate((Date) task.getVariable(property(model, DUE_VARIABLE)));
    }
    form(task.getProcessDefinitionId(), task.getTaskDefinitionKey())
        .ifPresent(
            form -> {
              form.fields().forEach(field -> values.put(field, null));
              values.putAll(form.prefill(context(task)));
            });
    values.forEach((name, value) -> task.setVariableLocal(name, storable(value)));
  }

  /** The groups of the model would show it to everybody in them. */
  private static void restrict(DelegateTask task, Set<String> workers) {
    task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .forEach(task::deleteCandidateGroup);
    workers.forEach(task::addCandidateUser);
  }

  void assigned(DelegateTask task) {
    var actor = actor();
    requireReader(incident(task), task.getAssignee());
    if (actor.equals(task.getAssignee())) {
      form(task.getProcessDefinitionId(), task.getTaskDefinitionKey())
          .ifPresent(form -> form.claimed(context(task)));
    }
  }

  /** Whoever may not read a restricted incident cannot work on it; they can be named first. */
  private void requireReader(@Nullable String number, @Nullable String assignee) {
    if (number != null && assignee != null && !mayRead(number, assignee)) {
      throw new ConflictException(
          "%s may not read %s; name them first".formatted(assignee, number));
    }
  }

  private boolean mayRead(String number, String person) {
    var known = briefings.get();
    return known == null || known.mayRead(number, person);
  }

  void completed(DelegateTask task) {
    var number = incident(task);
    var form = form(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    if (form.isPresent()) {
      form.get()
          .submit(context(task), answers(task, form.get()))
          .forEach(task.getExecution()::setVariable);
    } else if (number != null) {
      var name = modelOf(task.getProcessDefinitionId(), task.getTaskDefinitionKey()).getName();
      briefings.obtain().note(number, actor(), "Task done: " + name);
    }
  }

  /** Reads the form's fields only: another variable may hold what cannot be read. */
  private static Answers answers(DelegateTask task, TaskForm form) {
    var values = new HashMap<String, Object>();
    form.fields().forEach(field -> values.put(field, task.getVariable(field)));
    return new Answers(values);
  }

  /**
   * Brings name, due date, priority, assignee and facts of an incident's open tasks up to date.
   *
   * @param handedOver groups whose roles changed hands: their tasks go to whoever holds them now
   */
  void refresh(String number, Set<String> handedOver) {
    for (var task : tasks.createTaskQuery().processInstanceBusinessKey(number).unlimitedList()) {
      // The task whose form is being recorded right now is about to go.
      if (!COMPLETED.equals(task.getTaskState())) {
        refresh(number, task, handedOver);
      }
    }
  }

  private void refresh(String number, Task task, Set<String> handedOver) {
    var before = shown(task);
    var model = modelOf(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    var groups = groups(model, name -> tasks.getVariable(task.getId(), name));
    brief(number, model, groups)
        .ifPresent(
            briefing -> {
              // Not from the name as it is: a label may hold anything, and people may rename a
              // task.
              var name = name(model, variable -> tasks.getVariable(task.getId(), variable));
              describe(briefing, name, task::setName, task::setPriority, task::setDueDate);
              if (standing(model)) {
                task.setPriority(STANDING_PRIORITY);
              }
              if (property(model, DUE_VARIABLE) != null) {
                task.setDueDate(
                    (Date) tasks.getVariable(task.getId(), property(model, DUE_VARIABLE)));
              }
              if (briefing.workers() != null
                  && task.getAssignee() != null
                  && !mayRead(number, task.getAssignee())) {
                task.setAssignee(null);
              }
              var follows =
                  briefing.assignee() != null && groups.stream().anyMatch(handedOver::contains);
              var form = form(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
              if (task.getAssignee() == null || follows) {
                task.setAssignee(taker(briefing, form, () -> context(number, task)).orElse(null));
              }
              givenTo(task, handedOver)
                  .flatMap(group -> brief(number, model, List.of(group)))
                  .flatMap(given -> taker(given, form, () -> context(number, task)))
                  .ifPresent(task::setAssignee);
              if (!shown(task).equals(before)) {
                tasks.saveTask(task);
              }
              show(task.getId(), BRIEFING, briefing.facts());
              if (standing(model) || form.map(TaskForm::changes).orElse(false)) {
                refill(number, task);
              }
              if (briefing.workers() == null) {
                standIn(task.getId(), briefing.standIn());
              } else {
                restrict(number, task.getId(), briefing.workers());
              }
            });
  }

  /** A task whose form would refuse whoever holds its role is left to the others. */
  private static Optional<String> taker(
      Briefing briefing, Optional<TaskForm> form, Supplier<TaskContext> task) {
    return Optional.ofNullable(briefing.assignee())
        .filter(holder -> form.map(it -> !it.barred(task.get()).contains(holder)).orElse(true));
  }

  /** Returns the group that a task was given to beside its own, if its role changed hands. */
  private Optional<String> givenTo(Task task, Set<String> handedOver) {
    return handedOver.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable((String) tasks.getVariableLocal(task.getId(), HANDED_OVER))
            .filter(handedOver::contains);
  }

  /** What of a task is written here. */
  private static List<Optional<Object>> shown(Task task) {
    return Stream.of(task.getName(), task.getPriority(), task.getDueDate(), task.getAssignee())
        .<Optional<Object>>map(Optional::ofNullable)
        .toList();
  }

  /** It outlives what it was filled with, such as the choices of a standing task. */
  private void refill(String number, Task task) {
    form(task.getProcessDefinitionId(), task.getTaskDefinitionKey())
        .map(form -> form.prefill(context(number, task)))
        .ifPresent(values -> values.forEach((name, value) -> show(task.getId(), name, value)));
  }

  /** Writes what is new only: the history keeps every writing, and clocks change often. */
  private void show(String task, String name, @Nullable Object value) {
    var shown = storable(value);
    if (!Objects.equals(text(tasks.getVariableLocal(task, name)), text(shown))) {
      tasks.setVariableLocal(task, name, shown);
    }
  }

  private static @Nullable Object text(@Nullable Object value) {
    return value instanceof JsonValue json
        ? json.getValueSerialized()
        : value instanceof SpinJsonNode node ? node.toString() : value;
  }

  private void standIn(String task, @Nullable StandIn standIn) {
    var links =
        tasks.getIdentityLinksForTask(task).stream()
            .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
            .toList();
    // Groups come from the model, persons only from here.
    links.stream()
        .map(IdentityLink::getUserId)
        .filter(person -> person != null && (standIn == null || !person.equals(standIn.person())))
        .forEach(person -> tasks.deleteCandidateUser(task, person));
    if (standIn == null) {
      return;
    }
    if (links.stream().noneMatch(link -> standIn.group().equals(link.getGroupId()))) {
      tasks.addCandidateGroup(task, standIn.group());
    }
    if (standIn.person() != null
        && links.stream().noneMatch(link -> standIn.person().equals(link.getUserId()))) {
      tasks.addCandidateUser(task, standIn.person());
    }
  }

  /** Takes away what was given before it was restricted, and what came with a claim. */
  private void restrict(String number, String task, Set<String> workers) {
    var known = new HashSet<String>();
    for (var link : tasks.getIdentityLinksForTask(task)) {
      if (!IdentityLinkType.CANDIDATE.equals(link.getType())) {
        continue;
      }
      if (link.getGroupId() != null) {
        tasks.deleteCandidateGroup(task, link.getGroupId());
      } else if (!workers.contains(link.getUserId())) {
        tasks.deleteCandidateUser(task, link.getUserId());
      } else {
        known.add(link.getUserId());
      }
    }
    workers.stream()
        .filter(person -> !known.contains(person))
        .forEach(person -> tasks.addCandidateUser(task, person));
    // The engine leaves the rights where the link has gone.
    authorizations
        .createAuthorizationQuery()
        .resourceType(Resources.TASK)
        .resourceId(task)
        .unlimitedList()
        .stream()
        .filter(right -> right.getUserId() == null || !mayRead(number, right.getUserId()))
        .forEach(right -> authorizations.deleteAuthorization(right.getId()));
  }

  private static boolean standing(UserTask model) {
    return "true".equals(property(model, STANDING));
  }

  private void describe(
      Briefing briefing,
      String task,
      Consumer<String> name,
      IntConsumer priority,
      Consumer<Date> due) {
    name.accept(briefing.label() + SEPARATOR + task);
    priority.accept(Math.max(STANDING_PRIORITY + 1, briefing.priority()));
    if (briefing.due() != null) {
      due.accept(Date.from(briefing.due()));
    }
  }

  /** Two tasks of one kind are told apart by a variable, such as the audience of an update. */
  private static String name(UserTask model, Function<String, @Nullable Object> variables) {
    var variable = property(model, NAME_VARIABLE);
    var detail = variable == null ? null : variables.apply(variable);
    return detail == null ? model.getName() : model.getName() + " (" + detail + ")";
  }

  private Optional<Briefing> brief(String number, UserTask model, List<String> groups) {
    return Optional.ofNullable(briefings.get())
        .flatMap(b -> b.describe(number, groups, property(model, DUE_TARGET)));
  }

  /** Whose task it is. A model that is run for several roles names the group by a variable. */
  private static List<String> groups(UserTask model, Function<String, @Nullable Object> variables) {
    return model.getCamundaCandidateGroupsList().stream()
        .map(String::strip)
        .map(group -> group(VARIABLE.matcher(group), group, variables))
        .toList();
  }

  private static String group(
      Matcher variable, String group, Function<String, @Nullable Object> variables) {
    return variable.matches() ? String.valueOf(variables.apply(variable.group(1))) : group;
  }

  /** Returns the keys that the Java side of a task's form reads; none when it has none. */
  Set<String> fields(String definition, String task) {
    return form(definition, task).map(TaskForm::fields).orElse(Set.of());
  }

  /** The same where a form may not be deployed yet. */
  Set<String> reads(String form, String task) {
    return forms.obtain().stream()
        .filter(java -> java.task().equals(task) || java.form().filter(form::equals).isPresent())
        .flatMap(java -> java.fields().stream())
        .collect(Collectors.toSet());
  }

  private Optional<TaskForm> form(String definition, String task) {
    return forms.obtain().stream()
        .filter(form -> form.task().equals(task))
        .findFirst()
        .or(
            () -> {
              var named = modelOf(definition, task).getAttributeValueNs(CAMUNDA, "formRef");
              return forms.obtain().stream()
                  .filter(form -> form.form().filter(id -> id.equals(named)).isPresent())
                  .findFirst();
            });
  }

  private TaskContext context(DelegateTask task) {
    return new TaskContext(
        Objects.requireNonNullElse(incident(task), ""),
        process(task.getProcessDefinitionId()),
        actor(),
        task);
  }

  private TaskContext context(String number, Task task) {
    return new TaskContext(
        number, process(task.getProcessDefinitionId()), actor(), (VariableScope) task);
  }

  private static @Nullable String incident(DelegateTask task) {
    return BusinessKey.incident(task.getExecution().getProcessBusinessKey());
  }

  /** From the model: the definition's own query asks for rights that a responder has not. */
  private String process(String definition) {
    return repository
        .getBpmnModelInstance(definition)
        .getDefinitions()
        .getChildElementsByType(Process.class)
        .iterator()
        .next()
        .getId();
  }

  private String actor() {
    var current = identity.getCurrentAuthentication();
    return current == null || current.getUserId() == null ? ENGINE : current.getUserId();
  }

  private UserTask modelOf(String definition, String task) {
    return repository.getBpmnModelInstance(definition).getModelElementById(task);
  }

  private static @Nullable String property(UserTask model, String name) {
    var extensions = model.getExtensionElements();
    if (extensions == null) {
      return null;
    }
    return extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream()
        .flatMap(properties -> properties.getCamundaProperties().stream())
        .filter(property -> name.equals(property.getCamundaName()))
        .map(property -> property.getCamundaValue())
        .findFirst()
        .orElse(null);
  }

  /** Lists and objects become JSON values, which the forms of the Tasklist can read. */
  private static @Nullable Object storable(@Nullable Object value) {
    if (value instanceof String text && text.length() > Answers.MAX_TEXT) {
      return text.substring(0, Answers.MAX_TEXT - 1) + "…";
    }
    if (!(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)) {
      return value;
    }
    return FormValue.of(value);
  }
}
