package io.tocsin.engine;

import java.util.List;
import java.util.Set;

/** Whoever knows what people can be told of. */
public interface KnownEvents {

  /**
   * Returns the events that somebody can be told of: by a policy of this installation, or of the
   * same deployment.
   *
   * @param alongside the decisions of that
   */
  Set<String> known(List<DecisionFile> alongside);
}
