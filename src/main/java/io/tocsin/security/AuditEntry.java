package io.tocsin.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of who did what.
 *
 * @param kind {@code request}, {@code sign-in}, {@code sign-in-failed}, {@code sign-out}, {@code
 *     token-made}, {@code token-revoked}, {@code audit-exported} or {@code people-forgotten}
 * @param actor user, or {@code service:<name>}; null for whoever did not sign in
 * @param via session, basic, token, password, oidc, application, command, or callback for what
 *     other systems call
 * @param route pattern of the address, without what differs from call to call
 * @param target what differs, without secrets
 * @param outcome done, refused or failed
 */
public record AuditEntry(
    long id,
    Instant at,
    String kind,
    @Nullable String actor,
    String via,
    @Nullable String address,
    @Nullable String method,
    @Nullable String route,
    @Nullable String target,
    @Nullable Integer status,
    String outcome) {}
