package io.tocsin.health;

import io.tocsin.health.ProbeResult.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The results of one round of probes, and how they are told. */
record HealthReport(List<ProbeResult> results) {

  private static final int SHOWN_BODY = 200;

  /** Returns whether no check failed; a service without checks is taken at a person's word. */
  boolean healthy() {
    return results.stream().noneMatch(ProbeResult::failed);
  }

  /** Returns whether some could not be looked at, though none failed: of them nothing is known. */
  boolean incomplete() {
    return healthy() && results.stream().anyMatch(ProbeResult::unseen);
  }

  /** Returns what failed and why, as one line without a full stop. */
  String failures() {
    return results.stream()
        .filter(ProbeResult::failed)
        .map(HealthReport::failure)
        .collect(Collectors.joining("; "));
  }

  /** Returns one readable paragraph: what failed, what passed, what cannot be checked. */
  String paragraph() {
    var sentences = new ArrayList<String>();
    if (results.isEmpty()) {
      return "No services are named, so there is nothing to check.";
    }
    if (!healthy()) {
      sentences.add("Unhealthy: " + failures() + ".");
    }
    var ill =
        results.stream()
            .filter(result -> result.failed() || result.unseen())
            .map(ProbeResult::service)
            .toList();
    var well =
        results.stream()
            .filter(result -> result.passed() && !ill.contains(result.service()))
            .collect(
                Collectors.groupingBy(
                    ProbeResult::service,
                    LinkedHashMap::new,
                    Collectors.summingLong(result -> result.latency().toMillis())));
    if (!well.isEmpty()) {
      sentences.add(
          well.entrySet().stream()
              .map(service -> service.getKey() + " (" + service.getValue() + " ms)")
              .collect(Collectors.joining(", ", "Healthy: ", ".")));
    }
    var unseen =
        results.stream()
            .filter(ProbeResult::unseen)
            .map(
                result ->
                    "%s, check '%s': %s"
                        .formatted(result.service(), result.check(), result.reason()))
            .collect(Collectors.joining("; "));
    if (!unseen.isEmpty()) {
      sentences.add("Not looked at: " + unseen + ".");
    }
    var unknown =
        results.stream()
            .filter(result -> result.outcome() == Outcome.NOTHING_TO_CHECK)
            .map(ProbeResult::service)
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      sentences.add("Nothing to check: " + unknown + ".");
    }
    return String.join(" ", sentences);
  }

  private static String failure(ProbeResult result) {
    var body = result.body().replaceAll("\\s+", " ");
    return "%s, check '%s': %s after %d ms%s"
        .formatted(
            result.service(),
            result.check(),
            result.reason(),
            result.latency().toMillis(),
            body.isEmpty()
                ? ""
                : ", it says: "
                    + (body.length() > SHOWN_BODY ? body.substring(0, SHOWN_BODY) + "…" : body));
  }
}
