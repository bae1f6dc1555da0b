package io.tocsin.security;

import io.tocsin.problem.InvalidInputException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who did what. The table takes no change and no deletion; its times are the database's. */
@Component
public class AuditLog {

  private static final int MAX_TEXT = 500;
  private static final int CHUNK = 1_000;

  private final JdbcClient jdbc;

  AuditLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What of the log is asked for; absent fields do not filter. */
  public record Asked(
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String actor,
      @Nullable String kind,
      @Nullable String target) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Returns this, if the database can compare with its times.
     *
     * @throws InvalidInputException naming the time that it cannot
     */
    Asked comparable() {
      requireYear("from", from);
      requireYear("to", to);
      return this;
    }

    private static void requireYear(String field, @Nullable Instant time) {
      if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
        throw new InvalidInputException(field, "must be of the years 1 to 9999");
      }
    }
  }

  void request(
      @Nullable String actor,
      String via,
      @Nullable String address,
      String method,
      String route,
      @Nullable String target,
      int status) {
    var outcome = status < 400 ? "done" : status < 500 ? "refused" : "failed";
    add("request", actor, via, address, method, route, target, status, outcome);
  }

  void signIn(String kind, @Nullable String actor, String via, @Nullable String address) {
    add(
        kind,
        actor,
        via,
        address,
        null,
        null,
        null,
        null,
        kind.endsWith("-failed") ? "refused" : "done");
  }

  /** By the way, and from the address, of the request that asks for it. */
  void account(String kind, String actor, String target) {
    var request =
        RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes asked
            ? asked.getRequest()
            : null;
    add(
        kind,
        actor,
        request == null ? "application" : AuditFilter.via(request),
        request == null ? null : request.getRemoteAddr(),
        null,
        null,
        target,
        null,
        "done");
  }

  private void add(
      String kind,
      @Nullable String actor,
      String via,
      @Nullable String address,
      @Nullable String method,
      @Nullable String route,
      @Nullable String target,
      @Nullable Integer status,
      String outcome) {
    jdbc.sql(
            "insert into audit_entry (kind, actor, via, address, method, route, target, status,"
                + " outcome) values (:kind, :actor, :via, :address, :method, :route, :target,"
                + " :status, :outcome)")
        .param("kind", kind)
        .param("actor", cut(actor))
        .param("via", via)
        .param("address", address)
        .param("method", method)
        .param("route", cut(route))
        .param("target", cut(target))
        .param("status", status)
        .param("outcome", outcome)
        .update();
  }

  private static @Nullable String cut(@Nullable String text) {
    var storable = text == null ? null : text.replace('\0', '?');
    return storable == null || storable.length() <= MAX_TEXT
        ? storable
        : storable.substring(0, MAX_TEXT);
  }

  /** Returns the newest lines, the newest first. */
  public List<AuditEntry> newest(Asked asked, int most) {
    return select(asked.comparable(), "id < :id", "desc", Long.MAX_VALUE, most);
  }

  /** Hands over all lines, the oldest first, without ever holding all of them. */
  public void each(Asked asked, Consumer<AuditEntry> reader) {
    var last = 0L;
    List<AuditEntry> chunk;
    do {
      chunk = select(asked, "id > :id", "asc", last, CHUNK);
      chunk.forEach(reader);
      last = chunk.isEmpty() ? last : chunk.get(chunk.size() - 1).id();
    } while (chunk.size() == CHUNK);
  }

  private List<AuditEntry> select(Asked asked, String where, String order, long id, int most) {
    var conditions = new ArrayList<String>(List.of(where));
    if (asked.from() != null) {
      conditions.add("at >= :from");
    }
    if (asked.to() != null) {
      conditions.add("at < :to");
    }
    if (asked.actor() != null) {
      conditions.add("actor = :actor");
    }
    if (asked.kind() != null) {
      conditions.add("kind = :kind");
    }
    if (asked.target() != null) {
      conditions.add("strpos(target, :target) > 0");
    }
    return jdbc.sql(
            "select * from audit_entry where %s order by id %s limit :most"
                .formatted(String.join(" and ", conditions), order))
        .param("id", id)
        .param("most", most)
        .param("from", timestamp(asked.from()))
        .param("to", timestamp(asked.to()))
        .param("actor", asked.actor())
        .param("kind", asked.kind())
        .param("target", asked.target())
        .query((row, n) -> entry(row))
        .list();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        row.getTimestamp("at").toInstant(),
        row.getString("kind"),
        row.getString("actor"),
        row.getString("via"),
        row.getString("address"),
        row.getString("method"),
        row.getString("route"),
        row.getString("target"),
        row.getObject("status", Integer.class),
        row.getString("outcome"));
  }
}
