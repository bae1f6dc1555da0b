package io.tocsin.policy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.policy.Policy.ChecklistItem;
import io.tocsin.policy.Policy.Kpi;
import io.tocsin.policy.Policy.Obligation;
import io.tocsin.policy.Policy.RoleDuty;
import io.tocsin.policy.Policy.Routine;
import io.tocsin.policy.Policy.Step;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the deployed policies say, for people and checks. Reading takes a sign-in. */
@RestController
@RequestMapping("/api/v1/policies")
class PolicyController {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyController.class);

  private final Policies policies;

  PolicyController(Policies policies) {
    this.policies = policies;
  }

  /**
   * A policy in the list.
   *
   * @param version counted from 1; null when the policy cannot be read
   * @param labels by level
   * @param paths by level
   * @param problem why the policy cannot be read; absent when it can be
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Summary(
      String id,
      String title,
      @Nullable Integer version,
      Map<Integer, String> labels,
      Map<Integer, String> paths,
      @Nullable String problem) {}

  /**
   * A policy whole.
   *
   * @param version counted from 1; versionId is what incidents name as their policyVersion
   * @param ladders escalation by level; securityLadders those of security incidents
   * @param obligations by level; securityObligations those of security incidents
   * @param questions of classify, each with the words that answer it; none for numbers and for yes
   *     or no
   * @param warnings what is odd but works, such as recipients that the directory does not know
   */
  record Details(
      String id,
      String title,
      int version,
      String versionId,
      Map<Integer, String> labels,
      Map<Integer, String> paths,
      Map<String, String> settings,
      Map<Integer, Targets> targets,
      List<RoleDuty> roles,
      Map<Integer, List<Step>> ladders,
      Map<Integer, List<Step>> securityLadders,
      List<Audience> audiences,
      Map<String, List<ChecklistItem>> checklists,
      Map<Integer, List<Obligation>> obligations,
      Map<Integer, List<Obligation>> securityObligations,
      List<Routine> routine,
      Map<Integer, List<Kpi>> kpis,
      Map<String, List<String>> questions,
      List<String> warnings) {}

  /** The questions of classify, for the documentation; what comes in is read field by field. */
  record Answers(
      @Nullable String scope,
      @Nullable Double usersAffectedPercent,
      @Nullable String performance,
      @Nullable Double responseSeconds,
      @Nullable String data,
      @Nullable String security,
      @Nullable Boolean paymentsDown,
      @Nullable String authentication,
      @Nullable Boolean databaseDown,
      @Nullable Boolean criticalEndpointsFailing,
      @Nullable Boolean crashing,
      @Nullable String workaround,
      @Nullable String businessImpact,
      @Nullable Boolean compliance,
      @Nullable String alertSeverity) {}

  @GetMapping
  List<Summary> all() {
    return policies.ids().stream().map(this::summary).toList();
  }

  @GetMapping("/{id}")
  Details one(@PathVariable String id) {
    var policy = policy(id);
    return new Details(
        policy.id(),
        policy.profile().title(),
        policy.versionNumber(),
        policy.version(),
        byLevel(policy.profile()::label),
        byLevel(policy.profile()::path),
        policy.profile().settings(),
        byLevel(policy::targets),
        policy.roles(),
        byLevel(level -> policy.ladder(level, false)),
        byLevel(level -> policy.ladder(level, true)),
        policy.audiences(),
        policy.checklists(),
        byLevel(level -> policy.obligations(level, false)),
        byLevel(level -> policy.obligations(level, true)),
        policy.routine(),
        byLevel(policy::kpis),
        questions(policy),
        policies.warnings(policy));
  }

  /** What is owed at one level, by key; a key that is absent is not owed. */
  @GetMapping("/{id}/targets/{level}")
  Targets targets(@PathVariable String id, @PathVariable String level) {
    var policy = policy(id);
    var known = policy.profile().level(level);
    if (known.isEmpty()) {
      throw new NotFoundException(
          "The policy '%s' has no level '%s'; there are %s"
              .formatted(
                  id,
                  level,
                  Policies.LEVELS.stream()
                      .map(n -> n + " (" + policy.profile().label(n) + ")")
                      .collect(Collectors.joining(", "))));
    }
    return policy.targets(known.getAsInt());
  }

  /** Asks the severity decision; questions that are left out are unknown. */
  @PostMapping("/{id}/classify")
  @Operation(
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Answers.class))))
  Classification classify(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable Map<String, @Nullable Object> answers) {
    var policy = policy(id);
    return policies.classify(policy, typed(policy, answers == null ? Map.of() : answers));
  }

  private Map<String, Object> typed(Policy policy, Map<String, ? extends @Nullable Object> given) {
    var typed = new LinkedHashMap<String, Object>();
    given.forEach(
        (name, answer) -> {
          var question = Questions.ALL.get(name);
          if (question == null) {
            throw new InvalidInputException(
                name, "is no question; there are " + String.join(", ", Questions.ALL.keySet()));
          }
          if (answer != null) {
            typed.put(
                name,
                switch (question.type()) {
                  case NUMBER -> number(name, answer);
                  case FLAG -> flag(name, answer);
                  case WORD -> word(policy, name, answer);
                });
          }
        });
    return typed;
  }

  private static Object number(String name, Object answer) {
    var most = name.equals("usersAffectedPercent") ? 100 : 1_000_000;
    if (answer instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw new InvalidInputException(
        name, "'%s' is no number from 0 to %d".formatted(shown(answer), most));
  }

  private static Object flag(String name, Object answer) {
    if (answer instanceof Boolean) {
      return answer;
    }
    throw new InvalidInputException(
        name, "'%s' is neither true nor false".formatted(shown(answer)));
  }

  private Object word(Policy policy, String name, Object answer) {
    var text = answer instanceof String word ? word.strip() : "";
    if (name.equals(Policies.ALERT_SEVERITY)) {
      var level = policy.profile().level(text);
      text = level.isPresent() ? String.valueOf(level.getAsInt()) : text.toLowerCase(Locale.ROOT);
    }
    var words = words(policy, name);
    if (!words.contains(text)) {
      throw new InvalidInputException(
          name,
          "'%s' is no answer; there are %s".formatted(shown(answer), String.join(", ", words)));
    }
    return text;
  }

  private List<String> words(Policy policy, String question) {
    var words = new ArrayList<>(requireNonNull(Questions.ALL.get(question)).words());
    if (words.isEmpty()) {
      words.addAll(policies.words(policy, question));
    }
    return words;
  }

  private Map<String, List<String>> questions(Policy policy) {
    var questions = new LinkedHashMap<String, List<String>>();
    Questions.ALL.forEach(
        (name, question) ->
            questions.put(
                name, question.type() == Questions.Type.WORD ? words(policy, name) : List.of()));
    return questions;
  }

  private Summary summary(String id) {
    try {
      var policy = policies.get(id);
      return new Summary(
          id,
          policy.profile().title(),
          policy.versionNumber(),
          byLevel(policy.profile()::label),
          byLevel(policy.profile()::path),
          null);
    } catch (RuntimeException e) {
      LOG.warn("The policy {} cannot be read", id, e);
      return new Summary(
          id,
          id,
          null,
          Map.of(),
          Map.of(),
          "It cannot be read; deploy it again. " + e.getMessage());
    }
  }

  private Policy policy(String id) {
    var ids = policies.ids();
    if (!ids.contains(id)) {
      throw new NotFoundException(
          "There is no policy '%s'; there are %s".formatted(id, String.join(", ", ids)));
    }
    return policies.get(id);
  }

  private static <T> Map<Integer, T> byLevel(Function<Integer, T> value) {
    var byLevel = new LinkedHashMap<Integer, T>();
    Policies.LEVELS.forEach(level -> byLevel.put(level, value.apply(level)));
    return byLevel;
  }

  private static String shown(Object answer) {
    var text = String.valueOf(answer);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
