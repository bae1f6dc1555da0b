package io.tocsin.playbook;

import io.tocsin.health.Aspect;
import io.tocsin.health.Examination;
import io.tocsin.health.Finding;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Has a machine look at the affected services before a person does. */
@Component
class ServiceLook {

  /** Under what a text variable of the engine holds, with room for the rest of the form's text. */
  private static final int LONGEST = 3_000;

  private final Examination examination;
  private final Incidents incidents;
  private final Timeline timeline;

  ServiceLook(Examination examination, Incidents incidents, Timeline timeline) {
    this.examination = examination;
    this.incidents = incidents;
    this.timeline = timeline;
  }

  /**
   * What was seen.
   *
   * @param text for people, a line for each finding
   * @param seen words of the aspects that could be looked at, with commas
   */
  record Seen(String text, String seen) {}

  /**
   * Looks, and writes what was seen to the timeline.
   *
   * @param checks words of aspects, with commas
   * @throws IllegalArgumentException naming the aspects that there are
   */
  @Transactional
  public Seen look(String number, String checks) {
    var aspects = aspects(checks);
    var findings = examination.examine(incidents.get(number).services(), aspects);
    var text =
        findings.isEmpty()
            ? "The catalog names nothing of the services that a machine could look at."
            : findings.stream().map(ServiceLook::line).collect(Collectors.joining("\n"));
    incidents.lock(number);
    timeline.add(number, Actor.ENGINE, "health", "For the playbook:\n" + text);
    return new Seen(
        text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, seen(findings));
  }

  private static Set<Aspect> aspects(String checks) {
    var aspects = EnumSet.noneOf(Aspect.class);
    Arrays.stream(checks.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .map(Aspect::of)
        .forEach(aspects::add);
    return aspects;
  }

  private static String line(Finding finding) {
    var state =
        switch (finding.state()) {
          case FINE -> "fine";
          case SUSPECT -> "look at this";
          case UNKNOWN -> "not known";
        };
    return "- %s, %s: %s. %s"
        .formatted(finding.service(), finding.aspect().word(), state, finding.text());
  }

  /** What could not be looked at anywhere is left to a person. */
  private static String seen(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.state() != Finding.State.UNKNOWN)
        .map(finding -> finding.aspect().word())
        .distinct()
        .collect(Collectors.joining(","));
  }
}
