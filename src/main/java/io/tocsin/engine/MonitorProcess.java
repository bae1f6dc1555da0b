package io.tocsin.engine;

import java.util.List;

/** The processes that run monitors, one for each. */
public interface MonitorProcess {

  /**
   * Starts the monitors that do not run yet. Nodes that start together start each once. One that is
   * not wanted any more ends by itself when it is due.
   *
   * @param monitors their names, which are the business keys
   */
  void ensureRunning(List<String> monitors);
}
