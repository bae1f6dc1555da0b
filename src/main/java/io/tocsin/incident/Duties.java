package io.tocsin.incident;

import java.util.List;

/** What is owed after an incident, for those who tell people of it. */
public interface Duties {

  /**
   * Returns what is not done yet, in words.
   *
   * @param group the duties of one role with one deadline
   */
  List<String> open(String number, String group);
}
