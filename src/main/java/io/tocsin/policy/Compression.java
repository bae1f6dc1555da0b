package io.tocsin.policy;

import io.tocsin.policy.Policy.Obligation;
import io.tocsin.policy.Policy.Step;
import io.tocsin.policy.PolicyShape.Kind;
import io.tocsin.problem.InvalidInputException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A policy whose clocks go faster: the one place where time is compressed. What is told, who is
 * called and what is owed stay as they are; only how long it takes differs.
 */
final class Compression {

  /** People must have a chance to act, and the engine to wake up. */
  private static final Duration LEAST_DEADLINE = Duration.ofSeconds(5);

  /** What is repeated, and is no deadline, may come closer: a probe, a reminder. */
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  private static final Set<Kind> TIMES = Set.of(Kind.DEADLINE, Kind.EVERY, Kind.DURATION);

  private static final Set<String> AFTERMATH =
      Set.of(
          "stabiliseFor",
          "stabiliseFirstCheckEvery",
          "stabiliseCheckEvery",
          "reviewScheduledWithin",
          "reportWithin",
          "reviewWithin",
          "phaseFollowUpAfter",
          "phaseFollowUpWithin",
          "remindBefore");

  private static final Set<String> INTERVALS =
      Set.of(
          "stabiliseFirstCheckEvery",
          "stabiliseCheckEvery",
          "gateEvery",
          "updateNotice",
          "updateNagEvery",
          "updateHandOverAfter",
          "remindBefore");

  /** How long a person may hold the clocks is no clock. */
  private static final String PAUSE = "pauseAtMost";

  /** Nights are not compressed: a drill that runs into one would stand still. */
  private static final String QUIET = "quietLevels";

  private final Policy policy;
  private final Pace pace;

  Compression(Policy policy, Pace pace) {
    this.policy = policy;
    this.pace = pace;
  }

  Policy compressed() {
    return new Policy(
        policy.id(),
        policy.version(),
        policy.versionNumber(),
        new Profile(settings()),
        mapped(policy.targetsByLevel(), this::targets),
        policy.roles(),
        mapped(policy.ladders(), this::steps),
        mapped(policy.securityLadders(), this::steps),
        policy.audiences(),
        policy.checklists(),
        mapped(policy.obligationsByLevel(), this::obligations),
        mapped(policy.securityObligationsByLevel(), this::obligations),
        policy.routine(),
        policy.kpisByLevel());
  }

  /**
   * Refuses a pace at which some deadline leaves no time to act.
   *
   * @throws InvalidInputException naming the deadline and the fastest pace
   */
  void requirePossible() {
    requirePossible("pace", pace.response(), deadlines(false));
    requirePossible("aftermathPace", pace.aftermath(), deadlines(true));
  }

  private static void requirePossible(String field, int factor, Map<Duration, String> deadlines) {
    deadlines.entrySet().stream()
        .findFirst()
        .filter(shortest -> shortest.getKey().dividedBy(factor).compareTo(LEAST_DEADLINE) < 0)
        .ifPresent(
            shortest -> {
              throw new InvalidInputException(
                  field,
                  "%d at most, or %s would fall under %d seconds"
                      .formatted(
                          shortest.getKey().dividedBy(LEAST_DEADLINE),
                          shortest.getValue(),
                          LEAST_DEADLINE.toSeconds()));
            });
  }

  /** Returns the deadlines that there are, the shortest first; what is owed at once is none. */
  private Map<Duration, String> deadlines(boolean aftermath) {
    var found = new TreeMap<Duration, String>();
    policy
        .targetsByLevel()
        .forEach(
            (level, targets) ->
                targets.values().keySet().stream()
                    .filter(key -> time(PolicyShape.target(key)) && !INTERVALS.contains(key))
                    .filter(key -> AFTERMATH.contains(key) == aftermath)
                    .forEach(
                        key ->
                            targets
                                .deadline(key)
                                .map(Compression::length)
                                .filter(length -> !length.isZero())
                                .ifPresent(
                                    length ->
                                        found.putIfAbsent(
                                            length,
                                            "%s of level %d, %s,"
                                                .formatted(
                                                    key, level, targets.values().get(key))))));
    if (!aftermath) {
      var prompt = policy.profile().duration("promptTaskWithin");
      found.putIfAbsent(prompt, "promptTaskWithin, " + prompt + ",");
    }
    return found;
  }

  private Map<String, String> settings() {
    var settings = new LinkedHashMap<>(policy.profile().settings());
    settings.replaceAll(
        (key, value) ->
            time(PolicyShape.setting(key)) && !key.equals(PAUSE) && !value.isBlank()
                ? scaled(key, value)
                : value);
    if (pace.faster()) {
      settings.computeIfPresent(QUIET, (key, levels) -> "");
    }
    return settings;
  }

  private Targets targets(Targets targets) {
    var values = new LinkedHashMap<>(targets.values());
    values.replaceAll(
        (key, value) ->
            time(PolicyShape.target(key)) && targets.deadline(key).isPresent()
                ? scaled(key, value)
                : value);
    return new Targets(values);
  }

  private List<Step> steps(List<Step> steps) {
    return steps.stream()
        .map(
            step -> {
              var after = After.parse(step.after()).deadline();
              return after == null
                  ? step
                  : new Step(
                      step.step(),
                      step.ladder(),
                      step.title(),
                      step.trigger(),
                      divided(length(after), pace.response(), Duration.ZERO),
                      step.recipients(),
                      step.channels(),
                      step.takesOver(),
                      step.hours());
            })
        .toList();
  }

  private List<Obligation> obligations(List<Obligation> owed) {
    return owed.stream()
        .map(
            one ->
                new Obligation(
                    one.obligation(),
                    one.title(),
                    one.deadline()
                        .map(within -> divided(length(within), pace.aftermath(), Duration.ZERO))
                        .orElse(""),
                    one.from(),
                    one.role()))
        .toList();
  }

  private String scaled(String key, String value) {
    return divided(
        length(Deadline.parse(value)),
        AFTERMATH.contains(key) ? pace.aftermath() : pace.response(),
        INTERVALS.contains(key) ? LEAST_INTERVAL : Duration.ZERO);
  }

  private static String divided(Duration length, int factor, Duration least) {
    var shortened = length.dividedBy(factor);
    return (length.compareTo(least) > 0 && shortened.compareTo(least) < 0 ? least : shortened)
        .toString();
  }

  /** A business day is taken for a day: there is no weekend in a minute. */
  private static Duration length(Deadline deadline) {
    return deadline.length();
  }

  private static boolean time(Optional<PolicyShape.Item> item) {
    return item.map(PolicyShape.Item::kind).filter(TIMES::contains).isPresent();
  }

  private static <K, V> Map<K, V> mapped(Map<K, V> all, UnaryOperator<V> change) {
    var changed = new LinkedHashMap<K, V>();
    all.forEach((key, value) -> changed.put(key, change.apply(value)));
    return changed;
  }
}
