package io.tocsin.health;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the engine saw of an incident by itself. */
@RestController
class EvidenceController {

  private final Evidence evidence;

  EvidenceController(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * One finding.
   *
   * @param state fine, suspect or unknown
   * @param text one or more lines
   */
  record Seen(Instant collectedAt, String service, String aspect, String state, String text) {}

  @GetMapping("/api/v1/incidents/{number}/evidence")
  List<Seen> of(@PathVariable String number) {
    return evidence.of(number).stream()
        .map(
            kept ->
                new Seen(
                    kept.collectedAt(),
                    kept.finding().service(),
                    kept.finding().aspect().word(),
                    kept.finding().state().name().toLowerCase(Locale.ROOT),
                    kept.finding().text()))
        .toList();
  }
}
