package io.tocsin.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who is qualified to be on call. Told by whoever keeps it; nobody is refused for it. */
public interface Qualifications {

  /**
   * Returns whether a person is qualified for a rotation at a time.
   *
   * @return null when nobody ever was for this rotation: then it is not kept
   */
  @Nullable Boolean qualified(String person, String rotation, Instant at);
}
