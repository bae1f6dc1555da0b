package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Triage;
import io.tocsin.policy.Classification;
import io.tocsin.policy.Policies;
import io.tocsin.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Triage: the policy proposes a severity, the triager decides. Claiming it acknowledges the
 * incident.
 */
@Component
class TriageForm implements TaskForm {

  private static final String AS_PROPOSED = "policy";
  private static final String ASK_CONTINUITY = "askBusinessContinuity";
  private static final Set<String> NUMBERS = Set.of("usersAffectedPercent", "responseSeconds");
  private static final Set<String> FLAGS =
      Set.of("paymentsDown", "databaseDown", "criticalEndpointsFailing", "crashing", "compliance");
  private static final Set<String> SEVERITIES = Set.of(AS_PROPOSED, "1", "2", "3", "4");

  private final Incidents incidents;
  private final IncidentCommands commands;
  private final Severities severities;
  private final Policies policies;
  private final TriageAnswers symptoms;
  private final ResponseProcess process;
  private final Scopes scopes;

  TriageForm(
      Incidents incidents,
      IncidentCommands commands,
      Severities severities,
      Policies policies,
      TriageAnswers symptoms,
      ResponseProcess process,
      Scopes scopes) {
    this.symptoms = symptoms;
    this.incidents = incidents;
    this.commands = commands;
    this.severities = severities;
    this.policies = policies;
    this.process = process;
    this.scopes = scopes;
  }

  @Override
  public String task() {
    return Triage.Elements.TASK_TRIAGE;
  }

  @Override
  public Set<String> fields() {
    var fields = new LinkedHashSet<>(Policies.QUESTIONS);
    fields.remove("alertSeverity");
    fields.addAll(
        List.of(
            "triageChoice",
            "mergeInto",
            "triageReason",
            "moreQuestions",
            "severity",
            "severityReason",
            "severityOptions",
            "impactUsers",
            "kind",
            ASK_CONTINUITY,
            "businessContinuity"));
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var incident = incidents.get(task.incident());
    var profile = incidents.nextPolicyOf(incident).profile();
    var options = new ArrayList<Map<String, String>>();
    options.add(Map.of("value", AS_PROPOSED, "label", "As the policy proposes from the answers"));
    Policies.LEVELS.forEach(
        level ->
            options.add(Map.of("value", String.valueOf(level), "label", profile.label(level))));
    var values = new HashMap<String, @Nullable Object>();
    values.put("severityOptions", options);
    values.put("severity", AS_PROPOSED);
    values.put("triageChoice", "respond");
    values.put("kind", incident.kind());
    values.put("impactUsers", incident.impactUsers());
    values.put(ASK_CONTINUITY, profile.asksBusinessContinuity());
    return values;
  }

  @Override
  public void claimed(TaskContext task) {
    commands.takeByWorking(task.incident(), Actor.tasklist(task.actor()));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var number = task.incident();
    var actor = Actor.tasklist(task.actor());
    claimed(task);
    var choice = answers.choice("triageChoice", Set.of("respond", "dismiss", "merge"));
    switch (choice) {
      case "dismiss" ->
          incidents.dismiss(
              number, answers.required("triageReason", "say why it is no incident"), actor);
      case "merge" -> {
        var into = answers.required("mergeInto", "name the incident that covers it");
        incidents.merge(number, into, actor);
      }
      default -> confirm(number, answers, actor);
    }
    return Map.of(
        Variables.TRIAGE_OUTCOME.name(),
        choice,
        Variables.BUSINESS_CONTINUITY.name(),
        choice.equals("respond") && incidents.get(number).businessContinuity());
  }

  private void confirm(String number, Answers answers, Actor actor) {
    var incident = incidents.lock(number);
    var given = answersGiven(answers);
    symptoms.keep(number, given);
    var proposal =
        given.isEmpty()
            ? Optional.<Classification>empty()
            : Optional.of(policies.classify(incidents.nextPolicyOf(incident), given));
    var chosen = answers.choice("severity", SEVERITIES);
    var proposed = proposal.map(Classification::level).orElse(incident.severity());
    var level = chosen.equals(AS_PROPOSED) ? proposed : Integer.parseInt(chosen);
    var reason = answers.text("severityReason").orElse(null);
    if (level != proposed && reason == null) {
      throw new InvalidInputException(
          "severityReason",
          "say why, because the policy proposes "
              + incidents.nextPolicyOf(incident).profile().label(proposed));
    }
    var changed =
        severities.set(
            number,
            level,
            reason,
            proposal.map(p -> p.label() + " (" + p.rule() + ")").orElse(null),
            actor);
    scopes.note(number, given.get("scope"));
    var becameSecurity =
        incidents.triaged(
            number,
            answers.text("impactUsers").orElse(null),
            answers.text("kind").orElse(null),
            isSecurity(given),
            continuity(answers),
            actor);
    // The ladder waits with what it read before: at some levels for ever.
    if (changed || becameSecurity) {
      process.severityChanged(number);
    } else {
      process.clocksChanged(number);
    }
  }

  /**
   * Whether to activate business continuity; null where the form has not asked: another version of
   * the policy may count by now. Nobody is kept from responding by a question left open: it stays
   * inactive then.
   */
  private static @Nullable Boolean continuity(Answers answers) {
    return answers.ticked(ASK_CONTINUITY)
        ? answers.text("businessContinuity").isPresent() && answers.yes("businessContinuity")
        : null;
  }

  private static boolean isSecurity(Map<String, Object> given) {
    var security = given.get("security");
    return security != null && !"none".equals(security);
  }

  /** The questions that were answered, typed as the decision expects them. */
  private static Map<String, Object> answersGiven(Answers answers) {
    var given = new HashMap<String, Object>();
    for (var question : Policies.QUESTIONS) {
      answers
          .text(question)
          .filter(text -> !(FLAGS.contains(question) && text.equals("false")))
          .ifPresent(text -> given.put(question, typed(question, text)));
    }
    given.remove("alertSeverity");
    return given;
  }

  private static Object typed(String question, String text) {
    if (FLAGS.contains(question)) {
      return text.equals("true") || text.equals("yes");
    }
    if (!NUMBERS.contains(question)) {
      return text;
    }
    try {
      var number = Double.parseDouble(text);
      if (number >= 0 && number <= 1_000_000) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the field.
    }
    throw new InvalidInputException(question, "'" + text + "' is not a number of zero or more");
  }
}
