package io.tocsin.people;

import java.util.Map;

/** Which rotations are relied on, told by whoever knows the policies. */
public interface NamedRotations {

  /** Returns who names them, for a reader, by the id of the rotation. */
  Map<String, String> namedBy();
}
