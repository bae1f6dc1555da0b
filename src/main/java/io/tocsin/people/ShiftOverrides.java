package io.tocsin.people;

import static java.util.Objects.requireNonNull;

import io.tocsin.database.OncePerTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The overrides, read anew by each transaction: another node may have written them. */
@Repository
class ShiftOverrides implements KnownOverrides {

  /** First key of the locks that planners take; any number no other lock uses. */
  private static final int LOCK = 7_240_002;

  private static final String COLUMNS =
      "id, rotation, person, starts_at, ends_at, reason, swap, created_by, created_at, removed_at,"
          + " removed_by, removal_reason";

  private static final String EFFECTIVE_END = "least(ends_at, coalesce(removed_at, ends_at))";

  private record Span(String rotation, Instant from, Instant until) {}

  private final JdbcClient jdbc;
  private final OncePerTransaction<Span, List<ShiftOverride>> seen = new OncePerTransaction<>();

  ShiftOverrides(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<ShiftOverride> effective(String rotation, Instant from, Instant until) {
    return requireNonNull(seen.get(new Span(rotation, from, until), this::read));
  }

  private List<ShiftOverride> read(Span span) {
    return jdbc.sql(
            "select %s from oncall_override where rotation = :rotation and starts_at < :until"
                    .formatted(COLUMNS)
                + " and %1$s > :from and %1$s > starts_at order by starts_at"
                    .formatted(EFFECTIVE_END))
        .param("rotation", span.rotation())
        .param("from", stored(span.from()))
        .param("until", stored(span.until()))
        .query(ShiftOverrides::read)
        .list();
  }

  /** Returns all that were ever made for a time, also those that were removed. */
  List<ShiftOverride> all(String rotation, Instant from, Instant until) {
    return jdbc.sql(
            "select %s from oncall_override where rotation = :rotation and starts_at < :until"
                    .formatted(COLUMNS)
                + " and ends_at > :from order by starts_at, created_at")
        .param("rotation", rotation)
        .param("from", stored(from))
        .param("until", stored(until))
        .query(ShiftOverrides::read)
        .list();
  }

  Optional<ShiftOverride> find(String rotation, UUID id) {
    return jdbc.sql(
            "select %s from oncall_override where rotation = :rotation and id = :id"
                .formatted(COLUMNS))
        .param("rotation", rotation)
        .param("id", id)
        .query(ShiftOverrides::read)
        .optional();
  }

  List<ShiftOverride> ofSwap(UUID swap) {
    return jdbc.sql(
            "select %s from oncall_override where swap = :swap order by starts_at"
                .formatted(COLUMNS))
        .param("swap", swap)
        .query(ShiftOverrides::read)
        .list();
  }

  void add(ShiftOverride override) {
    seen.forget();
    jdbc.sql(
            """
            insert into oncall_override (id, rotation, person, starts_at, ends_at, reason, swap,
              created_by, created_at)
            values (:id, :rotation, :person, :from, :until, :reason, :swap, :by, :at)
            """)
        .param("id", override.id())
        .param("rotation", override.rotation())
        .param("person", override.person())
        .param("from", stored(override.from()))
        .param("until", stored(override.until()))
        .param("reason", override.reason())
        .param("swap", override.swap())
        .param("by", override.createdBy())
        .param("at", stored(override.createdAt()))
        .update();
  }

  void remove(UUID id, Instant at, String by, @Nullable String reason) {
    seen.forget();
    jdbc.sql(
            """
            update oncall_override set removed_at = :at, removed_by = :by, removal_reason = :reason
            where id = :id and removed_at is null
            """)
        .param("id", id)
        .param("at", stored(at))
        .param("by", by)
        .param("reason", reason)
        .update();
  }

  /** Makes planners of one rotation wait for each other; ends with the transaction. */
  void lock(String rotation) {
    jdbc.sql("select pg_advisory_xact_lock(:key, hashtext(:rotation))")
        .param("key", LOCK)
        .param("rotation", rotation)
        .query((row, n) -> true)
        .single();
    seen.forget();
  }

  private static OffsetDateTime stored(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static ShiftOverride read(ResultSet row, int n) throws SQLException {
    return new ShiftOverride(
        row.getObject("id", UUID.class),
        row.getString("rotation"),
        row.getString("person"),
        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
        row.getObject("ends_at", OffsetDateTime.class).toInstant(),
        row.getString("reason"),
        row.getObject("swap", UUID.class),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        moment(row.getObject("removed_at", OffsetDateTime.class)),
        row.getString("removed_by"),
        row.getString("removal_reason"));
  }

  private static @Nullable Instant moment(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
