package io.tocsin.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tocsin.problem.NotFoundException;
import io.tocsin.review.Review.Agreed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The reviews and the assembled reports. */
@Component
class Reviews {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<Map<String, String>>> ROWS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Clock clock;

  Reviews(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Adds a version of the review. Whoever does so has locked the incident. */
  void save(
      String incident,
      String author,
      @Nullable String reason,
      ReviewText text,
      List<Agreed> actionItems) {
    jdbc.sql(
            "insert into review (incident, version, author, at, reason, summary, impact,"
                + " root_cause, whys, resolution, went_well, could_improve, lessons,"
                + " public_summary, action_items)"
                + " select ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?::jsonb from review where incident = ?")
        .params(
            incident,
            author,
            Timestamp.from(clock.instant()),
            reason,
            text.summary(),
            text.impact(),
            text.rootCause(),
            text.whys().toArray(new String[0]),
            text.resolution(),
            text.wentWell(),
            text.couldImprove(),
            text.lessons(),
            text.publicSummary(),
            write(actionItems),
            incident)
        .update();
  }

  Optional<Review> newest(String incident) {
    return jdbc.sql("select * from review where incident = ? order by version desc limit 1")
        .param(incident)
        .query(Reviews::map)
        .optional();
  }

  /**
   * Returns one version.
   *
   * @throws NotFoundException when there is no such version
   */
  Review get(String incident, int version) {
    return jdbc.sql("select * from review where incident = ? and version = ?")
        .params(incident, version)
        .query(Reviews::map)
        .optional()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "The review of %s has no version %d".formatted(incident, version)));
  }

  /** Returns all versions, the first one first. */
  List<Review> of(String incident) {
    return jdbc.sql("select * from review where incident = ? order by version")
        .param(incident)
        .query(Reviews::map)
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

  private static Review map(ResultSet row, int n) throws SQLException {
    return new Review(
        row.getInt("version"),
        row.getString("author"),
        row.getTimestamp("at").toInstant(),
        row.getString("reason"),
        new ReviewText(
            row.getString("summary"),
            row.getString("impact"),
            row.getString("root_cause"),
            List.of((String[]) row.getArray("whys").getArray()),
            row.getString("resolution"),
            row.getString("went_well"),
            row.getString("could_improve"),
            row.getString("lessons"),
            row.getString("public_summary")),
        read(row.getString("action_items")));
  }

  private static String write(List<Agreed> items) {
    var rows =
        items.stream()
            .map(
                item -> {
                  var row = new LinkedHashMap<String, String>();
                  row.put("title", item.title());
                  row.put("kind", item.kind());
                  row.put("owner", item.owner());
                  row.put("dueDate", item.dueDate().toString());
                  return row;
                })
            .toList();
    try {
      return JSON.writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The action items of a review", e);
    }
  }

  private static List<Agreed> read(String json) {
    try {
      return JSON.readValue(json, ROWS).stream()
          .map(
              row ->
                  new Agreed(
                      row.getOrDefault("title", ""),
                      row.getOrDefault("kind", ""),
                      row.getOrDefault("owner", ""),
                      LocalDate.parse(row.getOrDefault("dueDate", ""))))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The action items of a review", e);
    }
  }
}
