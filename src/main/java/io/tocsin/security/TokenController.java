package io.tocsin.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens of programs, for administrators. */
@RestController
@RequestMapping("/api/v1/tokens")
@PreAuthorize(Administrators.ONLY)
class TokenController {

  private final ServiceTokens tokens;

  TokenController(ServiceTokens tokens) {
    this.tokens = tokens;
  }

  /** A token that is asked for; without an end it ends in 90 days. */
  record NewToken(
      @NotBlank String name,
      @NotEmpty List<@NotBlank String> scopes,
      @Nullable Instant expiresAt) {}

  /** A token that was made; the secret is shown this once. */
  record MadeToken(UUID id, String name, List<String> scopes, Instant expiresAt, String secret) {

    @Override
    public String toString() {
      return "MadeToken[" + id + ", " + name + "]";
    }
  }

  /** What a token may be allowed. */
  record KnownScope(String id, String meaning) {}

  @GetMapping
  List<ServiceToken> list() {
    return tokens.list();
  }

  @GetMapping("/scopes")
  List<KnownScope> scopes() {
    return Arrays.stream(Scope.values())
        .map(scope -> new KnownScope(scope.id(), scope.meaning()))
        .toList();
  }

  @PostMapping
  ResponseEntity<MadeToken> make(@Valid @RequestBody NewToken body, Authentication user) {
    var made = tokens.make(body.name(), body.scopes(), body.expiresAt(), user.getName());
    var token = made.token();
    return ResponseEntity.created(URI.create("/api/v1/tokens/" + token.id()))
        .cacheControl(CacheControl.noStore())
        .body(
            new MadeToken(
                token.id(), token.name(), token.scopes(), token.expiresAt(), made.secret()));
  }

  @DeleteMapping("/{id}")
  ServiceToken revoke(@PathVariable UUID id, Authentication user) {
    return tokens.revoke(id, user.getName());
  }
}
