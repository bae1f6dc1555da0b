package io.tocsin.alert;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.StormProcess;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Maintenance windows: planned, ended early, and shown with what they have muted. */
@Service
public class Maintenance {

  private static final int MAX_SERVICES = 50;
  private static final int MAX_REASON = 4_000;

  /** How many are listed. */
  private static final int LISTED = 100;

  private final Windows windows;
  private final StormProcess process;
  private final Atomic atomic;
  private final Duration longest;
  private final Clock clock;

  Maintenance(
      Windows windows,
      StormProcess process,
      Atomic atomic,
      StormProperties properties,
      Clock clock) {
    this.windows = windows;
    this.process = process;
    this.atomic = atomic;
    this.longest = properties.maintenance().atMost();
    this.clock = clock;
  }

  /** Returns those that are planned or run, then those that are over, latest first. */
  public List<MaintenanceWindow> list() {
    return windows.list(LISTED);
  }

  /**
   * Returns a window.
   *
   * @throws NotFoundException when there is none of that id
   */
  public MaintenanceWindow get(UUID id) {
    return windows
        .find(id)
        .orElseThrow(() -> new NotFoundException("There is no maintenance window " + id));
  }

  /**
   * Plans a window. Alerts all of whose services are covered are muted in it, except matters of
   * security.
   *
   * @param from null for now; a time that has passed is taken as now, nothing is muted afterwards
   * @param by user id
   * @throws InvalidInputException naming what cannot be
   */
  public MaintenanceWindow plan(
      List<String> services, @Nullable Instant from, Instant until, String reason, String by) {
    var named =
        services.stream().map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
    if (named.isEmpty() || named.size() > MAX_SERVICES) {
      throw new InvalidInputException(
          "services", "name the services that are worked on, %d at most".formatted(MAX_SERVICES));
    }
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw new InvalidInputException(
          "reason", "say what is done, in at most %d characters".formatted(MAX_REASON));
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var start = from == null || from.isBefore(now) ? now : from.truncatedTo(ChronoUnit.MILLIS);
    var end = until.truncatedTo(ChronoUnit.MILLIS);
    if (!end.isAfter(start)) {
      throw new InvalidInputException("until", "must lie after the beginning and in the future");
    }
    if (Duration.between(start, end).compareTo(longest) > 0) {
      throw new InvalidInputException(
          "until",
          "a window may last %s at most; plan another one after it, or raise tocsin.alerts.maintenance.at-most"
              .formatted(longest));
    }
    var window =
        new MaintenanceWindow(
            UUID.randomUUID(), named, "", start, end, reason.strip(), by, now, null, null, 0, 0, 0);
    return atomic.call(
        () -> {
          windows.add(window);
          process.windowPlanned(window.id().toString(), end);
          return get(window.id());
        });
  }

  /**
   * Ends a window now, or one that has not begun before it does: what still fires counts as new.
   *
   * @throws ConflictException when it is over
   */
  public MaintenanceWindow end(UUID id, String by) {
    return atomic.call(
        () -> {
          var window = get(id);
          if (!windows.end(id, by)) {
            throw new ConflictException("The maintenance window is over since " + window.until());
          }
          process.windowEnded(id.toString());
          return get(id);
        });
  }
}
