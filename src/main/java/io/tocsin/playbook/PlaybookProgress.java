package io.tocsin.playbook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookModels.State;
import io.tocsin.incident.IncidentView;
import io.tocsin.playbook.Playbooks.Following;
import io.tocsin.playbook.Playbooks.Tick;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far an incident is with its playbook, for people to look at. */
@Component
public class PlaybookProgress {

  private final Playbooks playbooks;
  private final PlaybookModels models;
  private final Preserved preserved;

  PlaybookProgress(Playbooks playbooks, PlaybookModels models, Preserved preserved) {
    this.playbooks = playbooks;
    this.models = models;
    this.preserved = preserved;
  }

  /**
   * How far it is.
   *
   * @param following null when none is
   * @param steps of the one that is followed
   * @param proposals what fits, the best first; empty when nothing is responded to any more
   * @param earlier the lists of playbooks that were followed before, as far as they were ticked
   * @param evidence each time that it was preserved, oldest first
   */
  public record Progress(
      @Nullable Following following,
      List<Step> steps,
      List<Proposal> proposals,
      List<Earlier> earlier,
      List<PreservedEvidence> evidence) {

    /** Returns the steps that somebody can do now. */
    public List<Step> open() {
      return steps.stream().filter(step -> step.state() == State.OPEN).toList();
    }

    /** Returns whether there is anything to show. */
    public boolean empty() {
      return following == null && proposals.isEmpty() && earlier.isEmpty() && evidence.isEmpty();
    }
  }

  /** A step of the playbook; what has no items is done by Tocsin or in tasks of its own. */
  public record Step(String id, String name, State state, List<Item> items) {}

  /**
   * A line of a checklist.
   *
   * @param by who ticked it, {@code tocsin} for the engine; null while it is open
   */
  public record Item(String text, @Nullable String by, @Nullable Instant at) {}

  /** What was ticked in a playbook that is not followed any more. */
  public record Earlier(String title, List<Item> items) {}

  /** Reads how far it is. */
  public Progress of(IncidentView incident) {
    var number = incident.number();
    var following = playbooks.following(number).orElse(null);
    var ticks =
        playbooks.ticks(number).stream()
            .collect(groupingBy(Tick::playbook, LinkedHashMap::new, toList()));
    var followed = following == null ? "" : following.playbook();
    return new Progress(
        following,
        following == null
            ? List.of()
            : steps(number, following, ticks.getOrDefault(followed, List.of())),
        incident.status().responding() ? playbooks.proposals(number) : List.of(),
        ticks.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(followed))
            .map(Map.Entry::getValue)
            .map(earlier -> new Earlier(earlier.get(0).title(), items(earlier)))
            .toList(),
        preserved.of(number));
  }

  private List<Step> steps(String number, Following following, List<Tick> ticks) {
    var ticked = items(ticks).stream().collect(toMap(Item::text, item -> item));
    // The engine's history counts in milliseconds.
    var since = following.since().truncatedTo(ChronoUnit.MILLIS);
    return models.steps(following.playbook(), number, since).stream()
        .map(
            step ->
                new Step(
                    step.id(),
                    step.name(),
                    step.state(),
                    ChecklistText.of(step.checklist() == null ? "" : step.checklist())
                        .texts()
                        .stream()
                        .map(text -> ticked.getOrDefault(text, new Item(text, null, null)))
                        .toList()))
        .toList();
  }

  private static List<Item> items(List<Tick> ticks) {
    return ticks.stream().map(tick -> new Item(tick.item(), tick.by(), tick.at())).toList();
  }
}
