package io.tocsin.drill;

import io.tocsin.actionitem.ActionItemRows;
import io.tocsin.policy.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is practised, as its file says it. Times are those of the exercise: at a pace of thirty, ten
 * minutes take twenty seconds.
 *
 * @param id name of the file
 * @param kind of incident that it practises, the name of a playbook
 * @param severity what is known of it at first, as an alert says it
 * @param story what the drill lead tells at the beginning
 * @param pace how fast the response goes unless the lead says otherwise; aftermathPace what follows
 * @param unattended how fast it goes when it plays by itself; null as above
 * @param script name of a file with responses that other scenarios have too; null for none
 * @param cast who stands in for a player of that script, by the player
 * @param faults what is done to simulated services, by the time since the beginning
 * @param responses what the simulated responders answer, by the task that is open
 * @param expected by what it is scored
 */
record Scenario(
    String id,
    String title,
    String policy,
    String kind,
    String severity,
    List<String> services,
    String story,
    int pace,
    int aftermathPace,
    @Nullable Pace unattended,
    @Nullable String script,
    Map<String, String> cast,
    List<Fault> faults,
    List<Inject> injects,
    List<Response> responses,
    List<Expected> expected) {

  Scenario {
    pace = Math.max(1, pace);
    aftermathPace = Math.max(1, aftermathPace);
    cast = cast == null ? Map.of() : Map.copyOf(cast);
    services = list(services);
    faults = list(faults);
    injects = list(injects);
    responses = list(responses);
    expected = list(expected);
  }

  /** Returns how fast it goes. */
  Pace pace(boolean unattended) {
    return unattended && this.unattended != null ? this.unattended : new Pace(pace, aftermathPace);
  }

  /**
   * Returns the scenario with the responses of its script. What it says itself of a task counts
   * instead of what the script says of it.
   */
  Scenario with(List<Response> script) {
    var own = responses.stream().map(Response::task).collect(Collectors.toSet());
    var all = new ArrayList<>(responses);
    script.stream().filter(r -> !own.contains(r.task())).map(r -> r.by(cast)).forEach(all::add);
    return new Scenario(
        id,
        title,
        policy,
        kind,
        severity,
        services,
        story,
        pace,
        aftermathPace,
        unattended,
        this.script,
        cast,
        faults,
        injects,
        all,
        expected);
  }

  /** Returns whom the simulated responders give action items, each once. */
  List<String> owners() {
    return responses.stream()
        .map(response -> response.answers().get(ActionItemRows.FIELD))
        .filter(List.class::isInstance)
        .flatMap(rows -> ((List<?>) rows).stream())
        .filter(Map.class::isInstance)
        .map(row -> ((Map<?, ?>) row).get("owner"))
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .distinct()
        .toList();
  }

  /** What happens to a simulated service. */
  enum Does {
    BREAK,
    SLOW,
    REPAIR,
    FAIL_ROLLBACK
  }

  /**
   * Something that is done to a simulated service.
   *
   * @param error what it says of itself
   * @param latencyMs delay of its answers
   */
  record Fault(Duration at, String service, Does does, @Nullable String error, int latencyMs) {}

  /** What reaches the team beside the faults. */
  enum Kind {
    ALERT,
    COMPLAINT,
    NOTE,
    UNREACHABLE
  }

  /**
   * Something that the team has to deal with.
   *
   * @param severity of an alert
   * @param player who cannot be reached from now on
   */
  record Inject(
      String id,
      Duration at,
      Kind kind,
      String text,
      @Nullable String severity,
      @Nullable String player) {}

  /**
   * What a simulated responder does when a task is open.
   *
   * @param as the player
   * @param task id of the user task in its model
   * @param named a part of the name of the task, where there are several of a kind
   * @param after how long the task has been open then
   * @param claim whether it is only taken, for another response to complete
   * @param again whether it is done each time that such a task is open
   * @param repairs the service that is well again when the form is taken: what was done by hand
   * @param answers by field of the form; {@code all:<list>} ticks all of a list, {@code {today+N}}
   *     is a date
   */
  record Response(
      String as,
      String task,
      @Nullable String named,
      Duration after,
      boolean claim,
      boolean again,
      @Nullable String repairs,
      Map<String, Object> answers) {

    Response {
      after = Objects.requireNonNullElse(after, Duration.ZERO);
      answers = answers == null ? Map.of() : Map.copyOf(answers);
    }

    /** Returns the same with others in the parts of some players, in its answers too. */
    Response by(Map<String, String> cast) {
      var others = new LinkedHashMap<>(answers);
      others.replaceAll(
          (field, answer) -> {
            var other = cast.get(String.valueOf(answer));
            return other == null ? answer : other;
          });
      return new Response(
          cast.getOrDefault(as, as), task, named, after, claim, again, repairs, others);
    }
  }

  /**
   * What is expected of the response.
   *
   * @param tasks for the criterion {@code steps}: ids of the tasks that must not be skipped
   * @param atLeast for criteria that count
   * @param fails whether the simulated responders miss it, for people to do better
   */
  record Expected(
      String criterion, int weight, List<String> tasks, @Nullable Integer atLeast, boolean fails) {

    Expected {
      tasks = list(tasks);
    }
  }

  private static <T> List<T> list(@Nullable List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }
}
