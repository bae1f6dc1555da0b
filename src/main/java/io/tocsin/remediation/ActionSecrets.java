package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.outbound.Secrets;
import java.util.Map;

/** What an action must not say. */
final class ActionSecrets {

  private ActionSecrets() {}

  static Secrets of(Action action) {
    var http = action.http();
    return Secrets.of(action.environment(), http == null ? Map.of() : http.headers());
  }
}
