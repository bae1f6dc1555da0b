package io.tocsin.console;

import io.tocsin.console.Situation.Before;
import io.tocsin.console.Situation.Evidence;
import io.tocsin.console.Situation.Guide;
import io.tocsin.console.Situation.Item;
import io.tocsin.console.Situation.Step;
import io.tocsin.console.Situation.Work;
import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookModels.State;
import io.tocsin.engine.model.TakeAction;
import io.tocsin.incident.Actor;
import io.tocsin.people.People;
import io.tocsin.playbook.PlaybookProgress;
import io.tocsin.playbook.PlaybookProgress.Progress;
import io.tocsin.playbook.PreservedEvidence;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far an incident is with its playbook, as its page shows it. */
@Component
class Guides {

  /** More sources than a page can show are in the list itself. */
  private static final int MAX_SOURCES = 100;

  private final People people;

  Guides(People people) {
    this.people = people;
  }

  /**
   * Words it.
   *
   * @param work the open tasks of the incident
   */
  Guide of(Progress read, List<Work> work) {
    var following = read.following();
    var process = following == null ? "" : PlaybookModels.PREFIX + following.playbook();
    return new Guide(
        following,
        following == null || following.by() == null ? null : name(following.by()),
        read.steps().stream().map(step -> step(step, process, work)).toList(),
        read.proposals(),
        read.earlier().stream()
            .map(earlier -> new Before(earlier.title(), items(earlier.items())))
            .toList(),
        read.evidence().stream().map(this::evidence).toList());
  }

  private Step step(PlaybookProgress.Step step, String process, List<Work> work) {
    return new Step(
        step.name(),
        switch (step.state()) {
          case OPEN -> "open now";
          case DONE -> "done";
          case AHEAD -> Situation.NOT_YET;
        },
        items(step.items()),
        step.state() == State.OPEN
            ? work.stream().filter(open -> belongs(open, step, process)).toList()
            : List.of());
  }

  /** A step without a list has an action taken, whose tasks are those of another model. */
  private static boolean belongs(Work work, PlaybookProgress.Step step, String process) {
    var task = work.task();
    return task.process().equals(process)
        ? task.key().equals(step.id())
        : step.items().isEmpty() && task.process().equals(TakeAction.KEY);
  }

  private List<Item> items(List<PlaybookProgress.Item> items) {
    return items.stream().map(item -> new Item(item.text(), name(item.by()), item.at())).toList();
  }

  private Evidence evidence(PreservedEvidence what) {
    var shown = what.items().stream().limit(MAX_SOURCES).toList();
    return new Evidence(
        what,
        Objects.requireNonNullElse(name(what.actor()), what.actor()),
        what.file() == null ? null : what.file().substring(what.file().lastIndexOf('/') + 1),
        shown,
        Math.max(0, what.kept() + what.leftOut() - shown.size()));
  }

  private @Nullable String name(@Nullable String id) {
    return id == null ? null : id.equals(Actor.ENGINE.id()) ? "Tocsin" : people.name(id);
  }
}
