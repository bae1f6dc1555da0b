package io.tocsin.review;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The reviews and the assembled reports. */
@Component
class Reviews {

  private final JdbcClient jdbc;
  private final Clock clock;

  Reviews(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Adds a version of the review. */
  void save(
      String incident,
      String author,
      String summary,
      @Nullable String impact,
      @Nullable String wentWell,
      @Nullable String couldImprove,
      @Nullable String lessons,
      @Nullable String publicSummary) {
    jdbc.sql(
            "insert into review (incident, version, author, at, summary, impact, went_well,"
                + " could_improve, lessons, public_summary)"
                + " select ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?"
                + " from review where incident = ?")
        .params(
            incident,
            author,
            Timestamp.from(clock.instant()),
            summary,
            impact,
            wentWell,
            couldImprove,
            lessons,
            publicSummary,
            incident)
        .update();
  }

  Optional<Review> newest(String incident) {
    return jdbc.sql("select * from review where incident = ? order by version desc limit 1")
        .param(incident)
        .query(
            (row, n) ->
                new Review(
                    row.getInt("version"),
                    row.getString("author"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("summary"),
                    row.getString("impact"),
                    row.getString("went_well"),
                    row.getString("could_improve"),
                    row.getString("lessons"),
                    row.getString("public_summary")))
        .optional();
  }

  boolean reported(String incident) {
    return jdbc.sql("select exists (select from report where incident = ?)")
        .param(incident)
        .query(Boolean.class)
        .single();
  }

  void keepReport(String incident, String markdown) {
    jdbc.sql(
            "insert into report (incident, version, at, markdown)"
                + " select ?, coalesce(max(version), 0) + 1, ?, ? from report where incident = ?")
        .params(incident, Timestamp.from(clock.instant()), markdown, incident)
        .update();
  }
}
