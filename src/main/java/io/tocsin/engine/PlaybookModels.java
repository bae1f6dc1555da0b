package io.tocsin.engine;

import java.util.List;

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

  /** Returns the newest version of each that is not suspended, in the order of their titles. */
  List<Model> all();
}
