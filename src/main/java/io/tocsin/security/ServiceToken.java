package io.tocsin.security;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tocsin.people.Programs;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token of a program, without its secret.
 *
 * @param name who acts with it, on timelines {@code service:<name>}
 * @param hint how the secret begins, to tell it from others
 * @param scopes names of {@link Scope}
 * @param lastUsedAt to the minute; null when it was never used
 * @param state active, expired or revoked
 */
public record ServiceToken(
    UUID id,
    String name,
    String hint,
    List<String> scopes,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable String lastUsedFrom,
    @Nullable String revokedBy,
    @Nullable Instant revokedAt,
    String state) {

  /** Returns whether it still opens anything. */
  @JsonIgnore
  public boolean active() {
    return state.equals("active");
  }

  /** Returns the name under which it acts; no person can have it. */
  @JsonIgnore
  public String actor() {
    return Programs.id(name);
  }

  boolean has(Scope scope) {
    return scopes.contains(scope.id());
  }
}
