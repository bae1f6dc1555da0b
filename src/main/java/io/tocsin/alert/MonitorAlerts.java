package io.tocsin.alert;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes what the monitors of Tocsin see, as any other source's alerts are taken. */
@Component
public class MonitorAlerts {

  static final String SOURCE = "monitor";

  private final AlertIntake intake;
  private final Correlation correlation;
  private final Clock clock;

  MonitorAlerts(AlertIntake intake, Correlation correlation, Clock clock) {
    this.intake = intake;
    this.correlation = correlation;
    this.clock = clock;
  }

  /**
   * Returns whether a drill may have broken a service at this moment. A monitor asks before it
   * looks: what a drill has broken is mended by what ends it, and a look takes its time.
   */
  public boolean drilled(String service) {
    return correlation.drilled(service);
  }

  /**
   * What a monitor saw.
   *
   * @param text for people, without secrets
   * @param since when it began to fail
   * @param severity as a source would say it, if the monitor says anything
   * @param kind of incident that it suggests, if any
   * @param drilled whether the service was {@link #drilled} before the monitor looked
   */
  public record Failure(
      String service,
      String monitor,
      String text,
      Instant since,
      @Nullable String severity,
      @Nullable String kind,
      boolean drilled) {}

  /** A monitor fails, or fails still; in the caller's transaction. */
  public void firing(Failure failure) {
    take(
        failure.service(),
        failure.monitor(),
        true,
        failure.text(),
        failure.since(),
        failure.severity(),
        failure.kind(),
        failure.drilled());
  }

  /** A monitor does not fail any more; in the caller's transaction. */
  public void resolved(String service, String monitor, String text) {
    take(service, monitor, false, text, null, null, null, false);
  }

  private void take(
      String service,
      String monitor,
      boolean firing,
      String text,
      @Nullable Instant since,
      @Nullable String severity,
      @Nullable String kind,
      boolean drilled) {
    var now = clock.instant();
    intake.receive(
        SOURCE,
        List.of(
            new Alert(
                SOURCE,
                service + "/" + monitor,
                firing,
                "%s: %s fails".formatted(service, monitor),
                text,
                List.of(service),
                severity,
                kind,
                now,
                since,
                true,
                firing ? null : now,
                "monitoring",
                null,
                null,
                List.of(),
                false,
                Map.of("service", service, "monitor", monitor),
                null,
                AlertPayload.NONE)),
        drilled);
  }
}
