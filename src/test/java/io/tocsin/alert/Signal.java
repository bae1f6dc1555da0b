package io.tocsin.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signal for tests, of a service that no other test knows. */
record Signal(
    String fingerprint,
    List<String> services,
    @Nullable String groupKey,
    @Nullable Instant startedAt,
    @Nullable Instant resolvedAt) {

  static Signal fresh() {
    return new Signal(unique(), List.of(unique()), null, null, null);
  }

  static String unique() {
    return "s-" + UUID.randomUUID();
  }

  Signal ofServices(String... services) {
    return new Signal(fingerprint, List.of(services), groupKey, startedAt, resolvedAt);
  }

  Signal inGroup(String key) {
    return new Signal(fingerprint, services, key, startedAt, resolvedAt);
  }

  Signal from(String time) {
    return new Signal(fingerprint, services, groupKey, Instant.parse(time), resolvedAt);
  }

  Signal until(String time) {
    return new Signal(fingerprint, services, groupKey, startedAt, Instant.parse(time));
  }

  /** Another signal of the same services and group. */
  Signal sibling() {
    return new Signal(unique(), services, groupKey, startedAt, resolvedAt);
  }

  Alert firing() {
    return alert(true);
  }

  Alert resolved() {
    return alert(false);
  }

  /** Fires, and is a matter of security. */
  Alert secret() {
    return alert(true, true);
  }

  /** Fires with a severity of its own. */
  Alert saying(@Nullable String severity) {
    return alert(true, false, severity);
  }

  /** Fires, from a source that knows the time of each message only. */
  Alert saidJustNow() {
    return alert(true, false, "critical", false);
  }

  private Alert alert(boolean firing) {
    return alert(firing, false);
  }

  private Alert alert(boolean firing, boolean security) {
    return alert(firing, security, "critical");
  }

  private Alert alert(boolean firing, boolean security, @Nullable String severity) {
    return alert(firing, security, severity, true);
  }

  private Alert alert(boolean firing, boolean security, @Nullable String severity, boolean steady) {
    return new Alert(
        "generic",
        fingerprint,
        firing,
        "Something is wrong",
        null,
        services,
        severity,
        null,
        null,
        startedAt,
        steady,
        resolvedAt,
        "monitoring",
        null,
        null,
        List.of(),
        security,
        Map.of(),
        groupKey,
        AlertPayload.NONE);
  }
}
