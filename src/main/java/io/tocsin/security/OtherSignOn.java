package io.tocsin.security;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way in beside user name and password, for the sign-in page. */
@Component
public class OtherSignOn {

  private final OidcProperties properties;

  OtherSignOn(OidcProperties properties) {
    this.properties = properties;
  }

  /** Returns what the provider is called; null when there is none. */
  public @Nullable String name() {
    var client = properties.clientId();
    return client == null || client.isBlank() ? null : properties.name();
  }

  /** Returns where it begins. */
  public String path() {
    return OidcSignOn.BEGIN;
  }
}
