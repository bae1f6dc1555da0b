package io.tocsin.incident;

import io.tocsin.policy.After;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ladder of an incident as it stands: the steps of its policy at its severity, and those that
 * were taken in this round. A reopening begins a new round.
 *
 * @param taken in this round
 * @param asked ids of the steps that somebody has asked for and that are not taken yet
 */
record Ladder(IncidentView incident, Policy policy, List<TakenStep> taken, Set<String> asked) {

  /** Ladders that are climbed without being named; the others lead elsewhere. */
  private static final Set<String> UNNAMED = Set.of("page", "technical", "business");

  private static final String OUTSIDE = "external";

  /** Channels that wake people. */
  private static final Set<String> LOUD = Set.of("sms", "phone", "pagerduty");

  /**
   * A step that was taken.
   *
   * @param trigger null for one from before they were kept
   * @param heard false when it has reached nobody
   */
  record TakenStep(
      String step,
      @Nullable String trigger,
      List<String> recipients,
      List<String> channels,
      Instant at,
      boolean heard) {}

  /** A step by time, with its time. */
  record Due(Step step, Instant at) {}

  List<Step> steps() {
    return policy.ladder(incident.severity(), incident.security());
  }

  Optional<Step> find(String id) {
    return steps().stream().filter(step -> step.step().equals(id)).findFirst();
  }

  /**
   * Returns what has made a step superfluous: itself, or a step of another level that reached the
   * same people by no fewer channels. What was asked for counts for itself only, and so do the
   * paging of an incident that nobody takes and what reached nobody.
   */
  Optional<TakenStep> done(Step step) {
    return taken.stream()
        .filter(
            before ->
                before.step().equals(step.step())
                    || before.heard()
                        && before.trigger() != null
                        && kind(before.trigger()).equals(kind(step.trigger()))
                        && !step.onRequest()
                        && Set.copyOf(before.recipients()).equals(Set.copyOf(step.recipients()))
                        && before.channels().containsAll(step.channels()))
        .findFirst();
  }

  private static String kind(String trigger) {
    return trigger.equals("unresolved") ? "declaration" : trigger;
  }

  /** Returns when a step is taken by itself; empty when its time will not come as things stand. */
  Optional<Instant> dueAt(Step step) {
    if (step.onRequest() || step.onSilence() && incident.takenAt() != null) {
      return Optional.empty();
    }
    return After.parse(step.after())
        .in(policy.targets(incident.severity()))
        .map(after -> after.from(incident.respondingSince(), policy.profile().calendar()))
        .map(due -> step.trigger().equals("unresolved") ? incident.notBefore(due) : due);
  }

  /** Returns the next step by time. */
  Optional<Due> next() {
    return byTime().findFirst();
  }

  /** Returns the steps that somebody can ask for: not taken yet, and not taken at declaration. */
  List<Step> askable() {
    return steps().stream().filter(step -> !step.onDeclaration() && open(step)).toList();
  }

  /**
   * Returns the step that a request without a step means. Steps made for a request come first, in
   * the order of the policy, then the next one by time, early.
   *
   * @param ladder null for those that need not be named
   */
  Optional<Step> nextOnRequest(@Nullable String ladder) {
    var wanted =
        steps().stream()
            .filter(
                step ->
                    ladder == null ? UNNAMED.contains(step.ladder()) : step.ladder().equals(ladder))
            .toList();
    return Stream.concat(
            wanted.stream().filter(step -> step.onRequest() && open(step)),
            byTime().map(Due::step).filter(step -> !step.onDeclaration() && wanted.contains(step)))
        .findFirst();
  }

  /**
   * Returns who comes next on the same ladder after a step that reached nobody. Outside the house
   * nobody stands in for another.
   *
   * @param onRequest whether the step was asked for
   */
  Optional<Step> insteadOf(Step step, boolean onRequest) {
    if (step.ladder().equals(OUTSIDE)) {
      return Optional.empty();
    }
    return onRequest
        ? nextOnRequest(step.ladder())
        : byTime().map(Due::step).filter(next -> next.ladder().equals(step.ladder())).findFirst();
  }

  /** Returns by what a step reaches people at an instant: at night a ticket wakes nobody. */
  List<String> channels(Step step, Instant at) {
    return step.inBusinessHours() && !policy.profile().calendar().openAt(at)
        ? quiet(step.channels())
        : step.channels();
  }

  static List<String> quiet(List<String> channels) {
    return channels.stream().filter(channel -> !LOUD.contains(channel)).toList();
  }

  private Stream<Due> byTime() {
    return steps().stream()
        .filter(this::open)
        .flatMap(step -> dueAt(step).map(at -> new Due(step, at)).stream())
        .sorted(Comparator.comparing(Due::at));
  }

  private boolean open(Step step) {
    return done(step).isEmpty() && !asked.contains(step.step());
  }
}
