package io.tocsin.drill;

import io.tocsin.drill.Scenario.Fault;
import io.tocsin.drill.Scenario.Response;
import io.tocsin.engine.ProcessView.OpenTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The script of a drill as it stands: what was done, and the tasks that are open.
 *
 * @param done ids of the steps that were played
 * @param gone players who cannot be reached
 * @param factor how many times faster than in earnest it goes at present
 */
record Script(Drill drill, Set<String> done, Set<String> gone, List<OpenTask> open, int factor) {

  /** What is refused is tried again: another answer may have to come first. */
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(4);

  private static final String TRY = "#";

  /** Returns how often a step was refused. */
  int tries(String step) {
    return (int) done.stream().filter(one -> one.startsWith(step + TRY)).count();
  }

  /** Returns the id of the next try of a step. */
  String nextTry(String step) {
    return step + TRY + (tries(step) + 1);
  }

  /** What a step is. */
  enum What {
    FAULT,
    INJECT,
    RESPONSE
  }

  /**
   * A step that is not done yet.
   *
   * @param step its id
   * @param index in the list of its kind
   * @param task that a response is to; null for others
   */
  record Due(String step, What what, int index, @Nullable OpenTask task, Instant at) {}

  /** Returns the faults and injects that are not done yet, by their time. */
  List<Due> timed() {
    return Stream.concat(faults(), injects())
        .sorted(Comparator.comparing(Due::at).thenComparing(Due::step))
        .toList();
  }

  /** Returns the step that is due first. On a game day the lead brings in all but the beginning. */
  Optional<Due> next() {
    var timed =
        timed().stream().filter(due -> !drill.ledByHand() || !due.at().isAfter(drill.startedAt()));
    return Stream.concat(timed, responses())
        .min(Comparator.comparing(Due::at).thenComparing(Due::step));
  }

  /** Returns the id of a fault's step. */
  static String fault(int index) {
    return "fault-" + index;
  }

  private Stream<Due> faults() {
    var faults = drill.tabletop() ? List.<Fault>of() : drill.script().faults();
    return IntStream.range(0, faults.size())
        .mapToObj(i -> timed(fault(i), What.FAULT, i, faults.get(i).at()))
        .filter(due -> !done.contains(due.step()));
  }

  private Stream<Due> injects() {
    var injects = drill.script().injects();
    return IntStream.range(0, injects.size())
        .mapToObj(i -> timed("inject-" + injects.get(i).id(), What.INJECT, i, injects.get(i).at()))
        .filter(due -> !done.contains(due.step()));
  }

  private Due timed(String step, What what, int index, Duration at) {
    return new Due(step, what, index, null, drill.when(at));
  }

  private Stream<Due> responses() {
    return drill.responders()
        ? open.stream().flatMap(task -> response(task).stream())
        : Stream.of();
  }

  /** The first response to a task that is not done: a claim comes before what completes it. */
  private Optional<Due> response(OpenTask task) {
    var responses = drill.script().responses();
    return IntStream.range(0, responses.size())
        .filter(i -> fits(responses.get(i), task))
        .filter(i -> !done.contains(step(i, responses.get(i), task)))
        .mapToObj(
            i ->
                new Due(
                    step(i, responses.get(i), task),
                    What.RESPONSE,
                    i,
                    task,
                    task.created()
                        .plus(responses.get(i).after().dividedBy(factor))
                        .plus(BETWEEN_TRIES.multipliedBy(tries(step(i, responses.get(i), task))))))
        .findFirst();
  }

  /** What a person has taken is left to them, unless nobody sits beside it. */
  private boolean fits(Response response, OpenTask task) {
    return response.task().equals(task.key())
        && (response.named() == null || task.name().contains(response.named()))
        && (task.assignee() == null || task.assignee().equals(response.as()) || drill.unattended())
        && !gone.contains(response.as());
  }

  private static String step(int index, Response response, OpenTask task) {
    return "response-" + index + (response.again() ? "@" + task.id() : "");
  }
}
