package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an action item, told to its running model. Each call joins the caller's
 * transaction; the record is written first, because the model reads it afresh. An item of a routine
 * has no incident.
 */
public interface ActionItemProcess {

  /** An item was agreed on, or opened again: its owner gets a task, and is reminded of it. */
  void agreed(@Nullable String incident, long item);

  /** An item was changed or settled outside its task: the task follows or ends. */
  void changed(@Nullable String incident, long item);

  /**
   * The titles of an incident's items are not for everybody any more: those who see the names of
   * ended tasks find the number of the item there instead. The open task follows with the model.
   */
  void titleHidden(String incident, long item);
}
