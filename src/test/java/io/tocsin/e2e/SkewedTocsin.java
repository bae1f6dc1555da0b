package io.tocsin.e2e;

import io.tocsin.TocsinApplication;
import java.time.Duration;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/** Tocsin on a machine whose clock is wrong, by {@code -Dclock.offset=PT120S}. */
public final class SkewedTocsin {

  private SkewedTocsin() {}

  /** Starts it. */
  public static void main(String[] args) {
    ClockUtil.offset(Duration.parse(System.getProperty("clock.offset")).toMillis());
    TocsinApplication.main(args);
  }
}
