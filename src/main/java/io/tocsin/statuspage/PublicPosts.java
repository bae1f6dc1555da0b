package io.tocsin.statuspage;

import io.tocsin.statuspage.PublicPost.PublicStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what was said, one query for whatever a page shows. */
@Component
@Transactional(readOnly = true)
class PublicPosts {

  private static final String POSTS =
      "select i.id as public_id, i.reopened_at, p.* from public_incident i"
          + " join public_post p on p.incident = i.incident where ";

  private static final String IN_ORDER = " order by p.at, p.seq";

  /** A row of the query. */
  private record Row(String incident, @Nullable Instant reopenedAt, Post post) {}

  private final JdbcClient jdbc;

  PublicPosts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the open incidents, and those of which something was said since; newest first. */
  List<PublicIncident> since(Instant from) {
    return incidents(
        jdbc.sql(POSTS + "(i.open or i.updated_at >= ?)" + IN_ORDER).param(Timestamp.from(from)));
  }

  /** Returns the newest incidents, newest first. */
  List<PublicIncident> newest(int count) {
    return incidents(
        jdbc.sql(
                POSTS
                    + "i.incident in (select incident from public_incident"
                    + " order by open desc, updated_at desc limit ?)"
                    + IN_ORDER)
            .param(count));
  }

  Optional<PublicIncident> find(String id) {
    return incidents(jdbc.sql(POSTS + "i.id = ?" + IN_ORDER).param(id)).stream().findFirst();
  }

  private static List<PublicIncident> incidents(JdbcClient.StatementSpec query) {
    var byIncident = new LinkedHashMap<String, List<Row>>();
    query
        .query(PublicPosts::row)
        .list()
        .forEach(
            row -> byIncident.computeIfAbsent(row.incident(), id -> new ArrayList<>()).add(row));
    return byIncident.values().stream()
        .map(
            rows ->
                new PublicIncident(
                    rows.get(0).incident(),
                    rows.stream().map(Row::post).toList(),
                    rows.get(0).reopenedAt()))
        .sorted(
            Comparator.comparing(PublicIncident::createdAt)
                .reversed()
                .thenComparing(PublicIncident::id))
        .toList();
  }

  private static Row row(ResultSet row, int n) throws SQLException {
    var reopened = row.getTimestamp("reopened_at");
    return new Row(
        row.getString("public_id"), reopened == null ? null : reopened.toInstant(), post(row));
  }

  static Post post(ResultSet row) throws SQLException {
    var next = row.getTimestamp("next_update_at");
    var takenDown = row.getTimestamp("taken_down_at");
    var key = row.getObject("id", UUID.class);
    return new Post(
        Opaque.id("update", key.toString()),
        key,
        PublicStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("title"),
        row.getString("body"),
        List.of((String[]) row.getArray("services").getArray()),
        new Look(
            Impact.valueOf(row.getString("impact").toUpperCase(Locale.ROOT)),
            ComponentStatus.valueOf(row.getString("component_status").toUpperCase(Locale.ROOT))),
        row.getTimestamp("at").toInstant(),
        next == null ? null : next.toInstant(),
        row.getBoolean("banner"),
        takenDown == null ? null : takenDown.toInstant());
  }
}
