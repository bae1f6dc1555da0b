package io.tocsin.drill;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import jakarta.annotation.PostConstruct;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What can be done to simulated services. */
@Service
@Transactional
@ConditionalOnBooleanProperty("tocsin.simulated.enabled")
class SimulatedServices {

  private static final Duration LOG_KEPT = Duration.ofMinutes(5);
  private static final Duration BETWEEN_ERRORS = Duration.ofSeconds(4);
  private static final String DEFAULT_ERROR = "checkout fails with NullPointerException";

  private final SimulationProperties properties;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SimulatedServices(
      SimulationProperties properties,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Clock clock) {
    this.properties = properties;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Two nodes may start together; a state from before stays. */
  @PostConstruct
  void begin() {
    transaction.executeWithoutResult(
        status ->
            properties
                .services()
                .forEach(
                    id ->
                        jdbc.sql(
                                "insert into simulated_service (id, version, deployments, healthy,"
                                    + " latency_ms, changed_at) values (?, '1.0.0', 0, true, 0, ?)"
                                    + " on conflict do nothing")
                            .params(id, now())
                            .update()));
  }

  /** Returns whether a service is simulated, by the settings of now. */
  boolean knows(String id) {
    return properties.services().contains(id);
  }

  /**
   * Returns how a service does.
   *
   * @throws NotFoundException when none of that id is simulated
   */
  @Transactional(readOnly = true)
  public SimulatedService get(String id) {
    if (!knows(id)) {
      throw new NotFoundException(
          "'" + id + "' is none of " + String.join(", ", properties.services()));
    }
    return jdbc.sql("select * from simulated_service where id = ?")
        .param(id)
        .query(SimulatedService.class)
        .single();
  }

  /** Deploys a version that works. */
  public SimulatedService deploy(String id, @Nullable String version) {
    get(id);
    jdbc.sql(
            "update simulated_service set deployments = deployments + 1,"
                + " previous_version = case when healthy then version else previous_version end,"
                + " version = coalesce(?, '1.0.' || deployments + 1),"
                + " healthy = true, error = null, latency_ms = 0, changed_at = ? where id = ?")
        .params(version, now(), id)
        .update();
    return deployed(id, "deployed");
  }

  /**
   * Deploys a version that is broken. Broken again, the version that worked last stays the one to
   * go back to.
   *
   * @param latencyMs delay of its answers
   */
  public SimulatedService breakIt(String id, int latencyMs, @Nullable String error) {
    get(id);
    jdbc.sql(
            "update simulated_service set deployments = deployments + 1,"
                + " previous_version = case when healthy then version else previous_version end,"
                + " version = '1.0.' || deployments + 1,"
                + " healthy = false, error = ?, latency_ms = ?, changed_at = ? where id = ?")
        .params(error == null ? DEFAULT_ERROR : error, latencyMs, now(), id)
        .update();
    return deployed(id, "deployed");
  }

  private SimulatedService deployed(String id, String note) {
    var service = get(id);
    jdbc.sql("insert into simulated_deployment (service, version, note, at) values (?, ?, ?, ?)")
        .params(id, service.version(), note, now())
        .update();
    return service;
  }

  /** Returns the last deployments, the newest first, as a deployment tool lists them. */
  @Transactional(readOnly = true)
  public List<String> deployments(String id) {
    get(id);
    return jdbc.sql(
            "select version, note, at from simulated_deployment where service = ?"
                + " order by id desc limit 10")
        .param(id)
        .query(
            (row, n) ->
                "%s version %s %s"
                    .formatted(
                        row.getTimestamp("at").toInstant().truncatedTo(ChronoUnit.SECONDS),
                        row.getString("version"),
                        row.getString("note")))
        .list();
  }

  /** Returns the lines of the last five minutes that a broken service has logged. */
  @Transactional(readOnly = true)
  public List<String> errors(String id) {
    var service = get(id);
    if (service.healthy()) {
      return List.of();
    }
    var now = clock.instant();
    var began = now.minus(LOG_KEPT);
    var first = service.changedAt().isAfter(began) ? service.changedAt() : began;
    return Stream.iterate(first, at -> !at.isAfter(now), at -> at.plus(BETWEEN_ERRORS))
        .map(at -> "%s ERROR %s".formatted(at.truncatedTo(ChronoUnit.SECONDS), service.error()))
        .toList();
  }

  /** Mends the present version. */
  public SimulatedService repair(String id) {
    get(id);
    jdbc.sql(
            "update simulated_service set healthy = true, error = null, latency_ms = 0,"
                + " rollback_fails = false, changed_at = ? where id = ?")
        .params(now(), id)
        .update();
    return get(id);
  }

  /** Returns whether the rollback was to fail. It says that it is done, and nothing has changed. */
  private boolean failsOnce(String id) {
    return jdbc.sql(
                "update simulated_service set rollback_fails = false where id = ? and rollback_fails")
            .param(id)
            .update()
        == 1;
  }

  /**
   * Goes back to the last version that worked.
   *
   * @param key a repetition with the same key does nothing
   * @throws ConflictException when there is no version to go back to
   */
  public SimulatedService rollback(String id, @Nullable String key) {
    var before = get(id);
    if (failsOnce(id)) {
      return before;
    }
    if (first(id, "rollback", key)) {
      var done =
          jdbc.sql(
                  "update simulated_service set version = previous_version,"
                      + " previous_version = null, healthy = true, error = null, latency_ms = 0,"
                      + " changed_at = ? where id = ? and previous_version is not null")
              .params(now(), id)
              .update();
      if (done == 0) {
        throw new ConflictException(
            id + " runs " + before.version() + " and has no earlier version to go back to");
      }
      deployed(id, "rolled back from " + before.version());
    }
    return get(id);
  }

  /** Lets it answer slowly, as healthy as it was. */
  public SimulatedService slow(String id, int latencyMs) {
    get(id);
    jdbc.sql("update simulated_service set latency_ms = ?, changed_at = ? where id = ?")
        .params(latencyMs, now(), id)
        .update();
    return get(id);
  }

  /** Lets its next rollback fail; the one after it works. */
  public void failRollback(String id) {
    get(id);
    jdbc.sql("update simulated_service set rollback_fails = true where id = ?").param(id).update();
  }

  /** Restarts it: it is fast again, and as broken as before. */
  public SimulatedService restart(String id, @Nullable String key) {
    get(id);
    if (first(id, "restart", key)) {
      jdbc.sql("update simulated_service set latency_ms = 0, changed_at = ? where id = ?")
          .params(now(), id)
          .update();
    }
    return get(id);
  }

  private boolean first(String id, String operation, @Nullable String key) {
    return key == null
        || jdbc.sql(
                    "insert into simulated_operation (service, operation, key, at)"
                        + " values (?, ?, ?, ?) on conflict do nothing")
                .params(id, operation, key, now())
                .update()
            == 1;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
