package io.tocsin.security;

import io.tocsin.engine.Atomic;
import io.tocsin.hash.Sha256;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tokens of programs. The secret is shown once, when it is made; the database has its SHA-256 only.
 * A slow hash is for secrets that people choose: nobody tries 256 random bits out.
 */
@Component
public class ServiceTokens {

  private static final String BEARER = "Bearer ";

  /** Lets scanners of source code find a token that was committed. */
  private static final String PREFIX = "tocsin_";

  private static final int BYTES = 32;
  private static final int HINT = PREFIX.length() + 4;
  private static final Duration USUAL = Duration.ofDays(90);
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,62}";

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TokenProperties properties;
  private final AuditLog audit;
  private final Atomic atomic;
  private final SecureRandom random = new SecureRandom();

  ServiceTokens(
      JdbcClient jdbc, Clock clock, TokenProperties properties, AuditLog audit, Atomic atomic) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.properties = properties;
    this.audit = audit;
    this.atomic = atomic;
  }

  /**
   * A token that was just made.
   *
   * @param secret to be shown once
   */
  public record Made(ServiceToken token, String secret) {

    @Override
    public String toString() {
      return "Made[" + token + "]";
    }
  }

  /**
   * Makes a token.
   *
   * @param scopes names of {@link Scope}, at least one
   * @param expiresAt null for 90 days from now
   * @throws InvalidInputException naming the field that is wrong
   * @throws ConflictException when a token of that name is in use
   */
  public Made make(
      @Nullable String name,
      @Nullable Collection<String> scopes,
      @Nullable Instant expiresAt,
      String by) {
    if (name == null || !name.matches(NAME)) {
      throw new InvalidInputException(
          "name", "takes small letters, digits, dots, hyphens and underscores, at most 63");
    }
    if (scopes == null || scopes.isEmpty()) {
      throw new InvalidInputException("scopes", "choose at least one");
    }
    var now = clock.instant();
    var wanted = scopes.stream().map(Scope::of).map(Scope::id).distinct().sorted().toList();
    var until = expiresAt == null ? now.plus(shorter()) : expiresAt;
    if (!until.isAfter(now) || until.isAfter(now.plus(properties.longest()))) {
      throw new InvalidInputException(
          "expiresAt", "must be in the next %d days".formatted(properties.longest().toDays()));
    }
    var secret = secret();
    var id = UUID.randomUUID();
    try {
      return atomic.call(
          () -> {
            insert(id, name, secret, wanted, by, now, until);
            audit.account("token-made", by, name + " (" + String.join(" ", wanted) + ")");
            return new Made(get(id), secret);
          });
    } catch (DuplicateKeyException e) {
      throw new ConflictException(
          "A token named '%s' is in use or not revoked; revoke it or choose another name"
              .formatted(name));
    }
  }

  private void insert(
      UUID id,
      String name,
      String secret,
      List<String> scopes,
      String by,
      Instant now,
      Instant until) {
    jdbc.sql(
            "insert into service_token (id, name, hash, hint, scopes, created_by, created_at,"
                + " expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            id,
            name,
            Sha256.of(secret),
            secret.substring(0, HINT),
            scopes.toArray(String[]::new),
            by,
            Timestamp.from(now),
            Timestamp.from(until))
        .update();
  }

  private Duration shorter() {
    return USUAL.compareTo(properties.longest()) < 0 ? USUAL : properties.longest();
  }

  /** Returns all of them, the newest first; those that are revoked too. */
  public List<ServiceToken> list() {
    return jdbc.sql("select * from service_token order by created_at desc, name")
        .query((row, n) -> token(row))
        .list();
  }

  private ServiceToken get(UUID id) {
    return jdbc.sql("select * from service_token where id = ?")
        .param(id)
        .query((row, n) -> token(row))
        .optional()
        .orElseThrow(() -> new NotFoundException("There is no token " + id));
  }

  /**
   * Ends a token, at once and for good. One that has ended already stays as it is.
   *
   * @throws NotFoundException when there is none
   */
  public ServiceToken revoke(UUID id, String by) {
    return atomic.call(
        () -> {
          var ended =
              jdbc.sql(
                      "update service_token set revoked_by = ?, revoked_at = ?"
                          + " where id = ? and revoked_at is null")
                  .params(by, Timestamp.from(clock.instant()), id)
                  .update();
          var token = get(id);
          if (ended == 1) {
            audit.account("token-revoked", by, token.name());
          }
          return token;
        });
  }

  /** Returns whether a request brings a token with a scope; for doors that ask no other way. */
  public boolean admits(HttpServletRequest request, Scope scope) {
    var token = find(request).filter(found -> found.has(scope));
    token.ifPresent(found -> AuditFilter.actor(request, found.actor(), "token"));
    return token.isPresent();
  }

  /** Returns the token that a request brings, when it is valid. */
  Optional<ServiceToken> find(HttpServletRequest request) {
    var secret = secret(request);
    if (secret == null || !secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    // Looked up by the hash: the time it takes tells nothing that leads to a secret.
    var found =
        jdbc.sql("select * from service_token where hash = ?")
            .param(Sha256.of(secret))
            .query((row, n) -> token(row))
            .optional()
            .filter(ServiceToken::active);
    found.ifPresent(token -> used(token, request.getRemoteAddr()));
    return found;
  }

  /** Returns what a request brings as a bearer, whatever it is. */
  static @Nullable String secret(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /** Once a minute is enough to see whether it is needed. */
  private void used(ServiceToken token, String address) {
    var now = clock.instant();
    var last = token.lastUsedAt();
    if (last == null
        || Duration.between(last, now).abs().compareTo(Duration.ofMinutes(1)) >= 0
        || !address.equals(token.lastUsedFrom())) {
      jdbc.sql("update service_token set last_used_at = ?, last_used_from = ? where id = ?")
          .params(Timestamp.from(now), address, token.id())
          .update();
    }
  }

  private ServiceToken token(ResultSet row) throws SQLException {
    var expires = row.getTimestamp("expires_at").toInstant();
    var revoked = instant(row, "revoked_at");
    var state =
        revoked != null ? "revoked" : clock.instant().isBefore(expires) ? "active" : "expired";
    return new ServiceToken(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("hint"),
        List.of((String[]) row.getArray("scopes").getArray()),
        row.getString("created_by"),
        Objects.requireNonNull(instant(row, "created_at")),
        expires,
        instant(row, "last_used_at"),
        row.getString("last_used_from"),
        row.getString("revoked_by"),
        revoked,
        state);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  private String secret() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
