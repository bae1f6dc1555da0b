package io.tocsin.drill;

import io.tocsin.engine.Apart;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.DrillProcess;
import io.tocsin.engine.Variables;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Drills that begin at a moment which nobody knows, within a time that only their lead knows. The
 * moment is a timer of the engine.
 */
@Service
@Transactional
public class Surprises {

  private static final Duration LATEST = Duration.ofDays(30);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /**
   * A surprise that waits for its moment.
   *
   * @param from before which it does not begin, and not after until
   * @param missed why it did not begin in its time; null while it may
   */
  public record Planned(
      String id,
      String scenario,
      String lead,
      Instant from,
      Instant until,
      @Nullable String missed) {}

  /**
   * What becomes of a surprise when its moment has come.
   *
   * @param state begin, later or missed
   * @param at the next moment, if it is later
   */
  record Look(String state, @Nullable Instant at) {}

  /**
   * What a drill lead plans.
   *
   * @param from null for now
   * @param within from then on
   */
  public record Plan(
      String scenario,
      @Nullable Instant from,
      Duration within,
      @Nullable Integer pace,
      @Nullable Integer aftermathPace,
      boolean responders) {}

  private final Drills drills;
  private final Scenarios scenarios;
  private final DrillProcess process;
  private final Atomic atomic;
  private final Apart apart;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();

  Surprises(
      Drills drills,
      Scenarios scenarios,
      DrillProcess process,
      Atomic atomic,
      Apart apart,
      JdbcClient jdbc,
      Clock clock) {
    this.drills = drills;
    this.scenarios = scenarios;
    this.process = process;
    this.atomic = atomic;
    this.apart = apart;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Plans a surprise: its model starts, and waits.
   *
   * @throws InvalidInputException when the scenario is none, or the time makes no sense
   */
  public Planned plan(Plan plan, String lead) {
    var variables = new LinkedHashMap<String, Object>();
    variables.put(Variables.DRILL_SCENARIO.name(), plan.scenario());
    variables.put(Variables.DRILL_RESPONDERS.name(), plan.responders());
    variables.put(Variables.SURPRISE_WITHIN_MINUTES.name(), plan.within().toMinutes());
    if (plan.from() != null) {
      variables.put(Variables.SURPRISE_FROM.name(), plan.from().toString());
    }
    if (plan.pace() != null) {
      variables.put(Variables.DRILL_PACE.name(), plan.pace());
    }
    if (plan.aftermathPace() != null) {
      variables.put(Variables.DRILL_AFTERMATH_PACE.name(), plan.aftermathPace());
    }
    return atomic.call(() -> get(process.startSurprise(lead, variables), lead));
  }

  /**
   * Notes a surprise, from its model.
   *
   * @return the moment at which it begins
   * @throws InvalidInputException when it could never begin as it is wanted, or in no such time
   * @throws ConflictException when the services of its scenario are not simulated
   */
  Instant open(String id, Plan plan, String lead) {
    drills.requirePlayable(
        wanted(plan.scenario(), plan.pace(), plan.aftermathPace(), plan.responders()));
    var now = clock.instant();
    var from = plan.from() == null ? now : plan.from();
    if (from.isBefore(now.minus(SHORTEST))) {
      throw new InvalidInputException("from", "lies in the past; leave it out to begin from now");
    }
    if (plan.within().compareTo(SHORTEST) < 0) {
      throw new InvalidInputException("within", "is at least a minute, such as PT72H");
    }
    var until = from.plus(plan.within());
    if (until.isAfter(now.plus(LATEST))) {
      throw new InvalidInputException(
          "within", "ends more than " + LATEST.toDays() + " days ahead");
    }
    jdbc.sql(
            "insert into surprise_drill (id, scenario, lead, planned_at, from_at, until_at)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(
            id,
            plan.scenario(),
            lead,
            Timestamp.from(now),
            Timestamp.from(from),
            Timestamp.from(until))
        .update();
    return moment(from, until);
  }

  /** Returns what is wanted when the moment of a surprise has come. */
  static Drills.Wanted wanted(
      String scenario,
      @Nullable Integer pace,
      @Nullable Integer aftermathPace,
      boolean responders) {
    return new Drills.Wanted(scenario, Drill.SURPRISE, pace, aftermathPace, responders, false);
  }

  /**
   * Decides what becomes of a surprise now that its moment has come. While an incident of its
   * services is not closed it gets another moment in what is left of its time. What can never begin
   * any more is missed: a scenario, a policy or what is simulated may have changed since it was
   * planned.
   */
  Look look(String id, Drills.Wanted wanted) {
    var planned =
        jdbc.sql("select * from surprise_drill where id = ?")
            .param(id)
            .query(Surprises::map)
            .single();
    var now = clock.instant();
    // The engine may come to the last moment of all a little late.
    if (now.isAfter(planned.until().plus(SHORTEST))) {
      return missed(id, "Tocsin came to it only when its time was over");
    }
    var refused = refused(wanted);
    if (refused != null) {
      return missed(id, "It cannot begin any more: " + refused);
    }
    if (drills.inTheWay(scenarios.get(planned.scenario())).isEmpty()) {
      return new Look("begin", null);
    }
    return Duration.between(now, planned.until()).compareTo(SHORTEST) < 0
        ? missed(id, "An incident of its services was not closed until its time was over")
        : new Look("later", moment(now, planned.until()));
  }

  private @Nullable String refused(Drills.Wanted wanted) {
    try {
      apart.call(() -> drills.requirePlayable(wanted));
      return null;
    } catch (RuntimeException e) {
      var refusal = Drills.refusal(e);
      if (refusal == null) {
        throw e;
      }
      return refusal;
    }
  }

  private Instant moment(Instant from, Instant until) {
    return from.plusMillis(random.nextLong(Duration.between(from, until).toMillis()))
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private Look missed(String id, String why) {
    jdbc.sql("update surprise_drill set missed = ? where id = ?").params(why, id).update();
    return new Look("missed", null);
  }

  /** Notes that it has begun. */
  void begun(String id, String incident) {
    jdbc.sql("update surprise_drill set incident = ? where id = ?").params(incident, id).update();
  }

  /**
   * Returns what somebody has planned that has not begun, also in vain, until they call it off. To
   * everybody else it is not there.
   */
  @Transactional(readOnly = true)
  public List<Planned> of(String lead) {
    return jdbc.sql(
            "select * from surprise_drill where lead = ? and incident is null"
                + " and called_off_at is null order by from_at, id")
        .param(lead)
        .query(Surprises::map)
        .list();
  }

  /**
   * Calls a surprise off, also one that cannot begin; or takes note of one that was missed.
   *
   * @throws NotFoundException when it is not theirs, or has begun
   */
  public void callOff(String id, String lead) {
    var planned = get(id, lead);
    if (planned.missed() == null && !process.surpriseCalledOff(id)) {
      throw new ConflictException("It begins at this very moment; break the drill off");
    }
    jdbc.sql("update surprise_drill set called_off_at = ? where id = ?")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  private Planned get(String id, String lead) {
    return of(lead).stream()
        .filter(planned -> planned.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("You have planned no surprise " + id));
  }

  private static Planned map(ResultSet row, int n) throws SQLException {
    return new Planned(
        row.getString("id"),
        row.getString("scenario"),
        row.getString("lead"),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        row.getString("missed"));
  }
}
