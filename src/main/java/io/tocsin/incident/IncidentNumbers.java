package io.tocsin.incident;

import java.time.Clock;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives out incident numbers: {@code INC-YYYY-MM-DD-NNN}, counted per UTC day. A sequence never
 * repeats and never makes a declaration wait for another; only the first of a day writes a row.
 */
@Component
class IncidentNumbers {

  private final JdbcClient jdbc;
  private final Clock clock;

  IncidentNumbers(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the next number. Own transaction, so that the day's row is seen by all at once. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public String next(boolean drill) {
    return next(drill, LocalDate.ofInstant(clock.instant(), clock.getZone()));
  }

  /** Returns the next number of a day, which may be past, in the caller's transaction. */
  String next(boolean drill, LocalDate day) {
    var prefix = drill ? "DRILL" : "INC";
    var sequence = drill ? "incident_sequence_drill" : "incident_sequence_inc";
    var base = base(prefix, day, sequence);
    var value = jdbc.sql("select nextval(?::regclass)").param(sequence).query(Long.class).single();
    return "%s-%s-%03d".formatted(prefix, day, value - base);
  }

  private long base(String prefix, LocalDate day, String sequence) {
    var find = "select base from incident_day where prefix = ? and day = ?";
    return jdbc.sql(find)
        .params(prefix, day)
        .query(Long.class)
        .optional()
        .orElseGet(
            () -> {
              jdbc.sql(
                      "insert into incident_day (prefix, day, base) values (?, ?, nextval(?::regclass))"
                          + " on conflict do nothing")
                  .params(prefix, day, sequence)
                  .update();
              return jdbc.sql(find).params(prefix, day).query(Long.class).single();
            });
  }
}
