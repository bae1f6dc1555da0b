package io.tocsin.people;

import java.time.Instant;
import java.util.List;

/** Where the overrides are read from. */
interface KnownOverrides {

  /** Returns the overrides that had or have effect in a time, in their order; none overlap. */
  List<ShiftOverride> effective(String rotation, Instant from, Instant until);
}
