package io.tocsin.console;

import io.tocsin.engine.ProcessView.Failure;
import io.tocsin.engine.ProcessView.OpenTask;
import io.tocsin.incident.IncidentView;
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
    List<Work> work,
    List<Milestone> milestones,
    List<Model> models,
    List<Failure> failures) {

  /** The clocks are paused: until when, by whom, and why. */
  record Halt(Instant until, String by, String reason) {}

  /** A role that is held, or that the policy asks for. */
  record Hat(String role, @Nullable String holder) {}

  /**
   * An open task.
   *
   * @param name without the incident's own number and severity
   */
  record Work(OpenTask task, String name, @Nullable String assignee) {}

  /** Something that has happened, for the facts. */
  record Milestone(String label, Instant at) {}

  /** A model that is active now, with its places. */
  record Model(String process, String name, List<Spot> spots) {}

  /** An active place of a model. */
  record Spot(String activity, String name) {}

  /** Returns a mark that changes with anything above, so that an unchanged page stays untouched. */
  public String mark() {
    return Integer.toHexString(hashCode());
  }
}
