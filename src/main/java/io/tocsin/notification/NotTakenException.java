package io.tocsin.notification;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider refused a message. */
public class NotTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean permanent;
  private final transient @Nullable Duration retryAfter;

  private NotTakenException(String reason, boolean permanent, @Nullable Duration retryAfter) {
    super(reason);
    this.permanent = permanent;
    this.retryAfter = retryAfter;
  }

  /** It makes no sense to try again: the address is unknown, the credentials are wrong. */
  public static NotTakenException forGood(String reason) {
    return new NotTakenException(reason, true, null);
  }

  /** It may work later. */
  public static NotTakenException forNow(String reason) {
    return new NotTakenException(reason, false, null);
  }

  /** It may work later, and the provider said when: not before. */
  public static NotTakenException until(String reason, Duration retryAfter) {
    return new NotTakenException(reason, false, retryAfter);
  }

  /** Returns whether trying again makes no sense. */
  public boolean permanent() {
    return permanent;
  }

  /** Returns how long the provider wants to be left alone; null when it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
