package io.tocsin.console;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tocsin.engine.ProcessView.Failure;
import io.tocsin.engine.ProcessView.OpenTask;
import io.tocsin.engine.ProcessView.Retry;
import io.tocsin.hash.Sha256;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.incident.IncidentView;
import io.tocsin.playbook.Playbooks.Following;
import io.tocsin.playbook.PreservedEvidence;
import io.tocsin.playbook.Proposal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything on an incident's page that changes by itself. */
record Situation(
    IncidentView incident,
    String policy,
    @Nullable String kind,
    @Nullable String detectedBy,
    @Nullable String reporter,
    @Nullable String firstResponder,
    @Nullable Halt halt,
    List<Countdown> countdowns,
    List<Hat> hats,
    List<Named> named,
    List<Work> work,
    List<Rung> rungs,
    List<Milestone> milestones,
    List<Model> models,
    List<Failure> failures,
    List<Retry> retries,
    Guide guide) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** Enough for a page to tell itself from the one before. */
  private static final int MARK = 16;

  /** Of a step of the playbook. */
  static final String NOT_YET = "not yet";

  /** The clocks are paused: until when, by whom, and why. */
  record Halt(Instant until, String by, String reason) {}

  /** A role that is held, or that the policy asks for. */
  record Hat(String role, @Nullable String holder) {}

  /**
   * Somebody who was named to read it.
   *
   * @param by null for the engine
   */
  record Named(String name, @Nullable String by, String why) {}

  /**
   * An open task.
   *
   * @param name without the incident's own number and severity
   * @param openTo the groups that may take it, or the persons where no group may
   */
  record Work(OpenTask task, String name, @Nullable String assignee, List<String> openTo) {}

  /** Something that has happened, for the facts. */
  record Milestone(String label, Instant at) {}

  /** A model that is active now, with its places. */
  record Model(String process, String name, List<Spot> spots) {}

  /** An active place of a model. */
  record Spot(String activity, String name) {}

  /**
   * The playbook, and what came of it.
   *
   * @param following null when none is followed
   * @param by who chose it; null when that is not known
   */
  record Guide(
      @Nullable Following following,
      @Nullable String by,
      List<Step> steps,
      List<Proposal> proposals,
      List<Before> before,
      List<Evidence> evidence) {

    /** Returns whether there is nothing to show of a playbook. */
    public boolean empty() {
      return following == null && proposals.isEmpty() && before.isEmpty();
    }
  }

  /**
   * A step of the playbook.
   *
   * @param state a word for people
   * @param tasks those that are open for it now
   */
  record Step(String name, String state, List<Item> items, List<Work> tasks) {

    /** Returns whether it has not begun, and nothing of it is ticked. */
    public boolean later() {
      return state.equals(NOT_YET) && ticked() == 0;
    }

    /** Returns how many items are ticked. */
    public long ticked() {
      return items.stream().filter(item -> item.by() != null).count();
    }
  }

  /**
   * A line of a checklist.
   *
   * @param by who ticked it; null while it is open
   */
  record Item(String text, @Nullable String by, @Nullable Instant at) {}

  /** A playbook that was followed before, as far as it was ticked. */
  record Before(String title, List<Item> items) {}

  /**
   * One time that evidence was preserved.
   *
   * @param list name of the list of the copies; null when it was done by hand
   * @param shown sources that the page shows
   * @param more how many the list names beside them
   */
  record Evidence(
      PreservedEvidence what,
      String by,
      @Nullable String list,
      List<PreservedEvidence.Item> shown,
      int more) {}

  /** Returns the rungs that were taken, earliest first, then those that will be, by their time. */
  public List<Rung> climbed() {
    return rungs.stream()
        .filter(rung -> rung.takenAt() != null || rung.dueAt() != null)
        .sorted(
            comparing(Rung::takenAt, nullsLast(naturalOrder()))
                .thenComparing(Rung::dueAt, nullsLast(naturalOrder())))
        .toList();
  }

  /** Returns the rungs that are taken only when somebody asks for them. */
  public List<Rung> onRequest() {
    return rungs.stream().filter(rung -> rung.requestable() && rung.dueAt() == null).toList();
  }

  /**
   * Returns a mark that changes with anything above, so that an unchanged page stays untouched. It
   * is the same on each node: the next request may go to another.
   */
  public String mark() {
    try {
      return Sha256.hex(JSON.writeValueAsBytes(this)).substring(0, MARK);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A page can always be written down", e);
    }
  }
}
