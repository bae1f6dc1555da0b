package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deployed models of playbooks: those whose process id begins with {@link #PREFIX}. */
public interface PlaybookModels {

  /** What the process id of each playbook begins with. */
  String PREFIX = "playbook-";

  /**
   * A playbook that can be followed.
   *
   * @param id the process id without its beginning, such as {@code memory-leak}
   * @param title the name of the process
   */
  record Model(String id, String title) {

    /** Returns the id of the process. */
    public String process() {
      return PREFIX + id;
    }
  }

  /**
   * A step of a playbook.
   *
   * @param id of the node in the model
   * @param checklist as the model spells it; null for a step without one
   */
  record Step(String id, String name, State state, @Nullable String checklist) {}

  /** How far a step is. */
  enum State {
    AHEAD,
    OPEN,
    DONE
  }

  /**
   * Returns the steps of a playbook in the order of its flows: what people check, and of all else
   * what is under way or was done.
   *
   * @param number of the incident that follows it
   * @param since when it was taken up; what was done before that does not count
   */
  List<Step> steps(String playbook, String number, Instant since);

  /** Returns the newest version of each that is not suspended, in the order of their titles. */
  List<Model> all();
}
