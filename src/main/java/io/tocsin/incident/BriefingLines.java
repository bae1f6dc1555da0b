package io.tocsin.incident;

import java.util.List;

/** What another module knows of an incident and its tasks should show. */
public interface BriefingLines {

  /**
   * One line of a task.
   *
   * @param title a word or two
   * @param text plain text, of any length and from anybody
   */
  record Line(String title, String text) {}

  /** Returns the lines, the most important first; called whenever the facts have changed. */
  List<Line> of(IncidentView incident);
}
