package io.tocsin.incident;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the public has heard, for the clock of its updates. */
public interface PublicVoice {

  /**
   * Words of a person that the public has heard.
   *
   * @param nextUpdateAt when it was promised to hear again
   */
  record Said(Instant at, @Nullable Instant nextUpdateAt) {}

  /** Returns the last words that a person wrote and that went out. */
  Optional<Said> lastByPerson(String incident);

  /** Returns whether words of a person are on their way out: nobody has to write others now. */
  boolean onTheirWay(String incident);
}
