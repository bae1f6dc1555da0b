package io.tocsin.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Work that a worker fetches from {@code /engine-rest/external-task} and does near the system.
 *
 * @param topic that the worker subscribes to; the id of the action without it
 * @param limit after which a person is asked what became of it
 */
public record ExternalWork(@Nullable String topic, @DefaultValue("15m") Duration limit) {

  /** Refuses a limit that has passed before it begins. */
  public ExternalWork {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("tocsin.catalog: the limit of a worker must be positive");
    }
  }
}
