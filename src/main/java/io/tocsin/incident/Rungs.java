package io.tocsin.incident;

import io.tocsin.incident.Escalation.Rung;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The steps of the ladder that a person may ask for, as choices of a form. */
@Component
class Rungs {

  /** The ladders that the work on the cause may need. */
  private static final Set<String> OF_THE_WORK = Set.of("technical", "external");

  private final Escalation escalation;

  Rungs(Escalation escalation) {
    this.escalation = escalation;
  }

  /** Returns all that can be asked for now. */
  List<Map<String, String>> all(String number) {
    return choices(requestable(number));
  }

  /** Returns those of the technical and the external ladder; all, where the policy has neither. */
  List<Map<String, String>> ofTheWork(String number) {
    var all = requestable(number);
    var work = all.stream().filter(rung -> OF_THE_WORK.contains(rung.ladder())).toList();
    return choices(work.isEmpty() ? all : work);
  }

  private List<Rung> requestable(String number) {
    return escalation.ladder(number).stream().filter(Rung::requestable).toList();
  }

  private static List<Map<String, String>> choices(List<Rung> rungs) {
    return rungs.stream()
        .map(rung -> Map.of("value", rung.step(), "label", rung.title() + " → " + rung.who()))
        .toList();
  }
}
