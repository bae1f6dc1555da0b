package io.tocsin.policy;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.Decisions;
import io.tocsin.engine.KnownEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What audiences are told of: our own events, and those that a policy has rows for. */
@Component
class EventsOfPolicies implements KnownEvents {

  private static final String AUDIENCES = "-audiences";
  private static final String EVENT = "event";

  private final Policies policies;
  private final Decisions decisions;

  EventsOfPolicies(Policies policies, Decisions decisions) {
    this.policies = policies;
    this.decisions = decisions;
  }

  @Override
  public Set<String> known(List<DecisionFile> alongside) {
    var events = new HashSet<>(PolicyShape.EVENTS);
    for (var id : policies.ids()) {
      add(decisions.deployed(decisions.version(id)).file(), events);
    }
    alongside.forEach(file -> add(file, events));
    return events;
  }

  private static void add(DecisionFile file, Set<String> events) {
    for (var table : file.tables().values()) {
      var column = table.input(EVENT);
      if (table.decision().endsWith(AUDIENCES) && column.isPresent()) {
        table.rules().stream()
            .map(rule -> PolicyCells.words(rule.inputs().get(column.get())))
            .forEach(events::addAll);
      }
    }
  }
}
