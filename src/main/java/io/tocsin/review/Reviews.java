package io.tocsin.review;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The reviews, their action items and the assembled reports. */
@Component
class Reviews {

  private final JdbcClient jdbc;
  private final Clock clock;

  Reviews(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Adds a version of the review and replaces the action items by its own. */
  void save(
      String incident,
      String author,
      String summary,
      @Nullable String impact,
      @Nullable String wentWell,
      @Nullable String couldImprove,
      @Nullable String lessons,
      @Nullable String publicSummary,
      List<ActionItem> items) {
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
    jdbc.sql("delete from action_item where incident = ?").param(incident).update();
    for (var item : items) {
      jdbc.sql(
              "insert into action_item (incident, title, kind, owner, due_date, done)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .params(incident, item.title(), item.kind(), item.owner(), item.dueDate(), item.done())
          .update();
    }
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

  List<ActionItem> items(String incident) {
    return jdbc.sql("select * from action_item where incident = ? order by id")
        .param(incident)
        .query(
            (row, n) ->
                new ActionItem(
                    row.getString("title"),
                    row.getString("kind"),
                    row.getString("owner"),
                    row.getDate("due_date").toLocalDate(),
                    row.getBoolean("done")))
        .list();
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
