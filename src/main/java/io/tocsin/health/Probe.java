package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import java.io.IOException;

/**
 * Knows how to look at one kind of thing. A new kind is one class and a block of {@link Monitor}.
 */
interface Probe {

  /** Returns whether the monitor watches what this knows. */
  boolean knows(Monitor monitor);

  /**
   * Looks once. Is cut off at the time limit of the monitor, and may be interrupted.
   *
   * @throws IOException when the other side could not be reached; then the monitor has failed
   */
  Reading look(Monitor monitor) throws IOException;
}
