package io.tocsin.console;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.tocsin.console.Situation.Halt;
import io.tocsin.console.Situation.Hat;
import io.tocsin.console.Situation.Milestone;
import io.tocsin.console.Situation.Model;
import io.tocsin.console.Situation.Named;
import io.tocsin.console.Situation.Spot;
import io.tocsin.console.Situation.Work;
import io.tocsin.engine.ProcessView;
import io.tocsin.engine.ProcessView.OpenTask;
import io.tocsin.engine.ProcessView.Place;
import io.tocsin.engine.model.Deadlines;
import io.tocsin.engine.model.DeliverNotification;
import io.tocsin.engine.model.Escalation;
import io.tocsin.engine.model.IncidentResponse;
import io.tocsin.engine.model.ResolveOnRequest;
import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.engine.model.WriteUpdate;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Pauses;
import io.tocsin.incident.Role;
import io.tocsin.people.People;
import io.tocsin.playbook.PlaybookProgress.Progress;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.RoleDuty;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads where an incident stands, from its record and from its running models. */
@Component
class Situations {

  private static final String MAIN = IncidentResponse.KEY;

  /** Models that run beside the work; they are looked at last. */
  private static final List<String> BESIDE =
      List.of(
          ResolveOnRequest.KEY,
          StatusUpdates.KEY,
          WriteUpdate.KEY,
          Escalation.KEY,
          Deadlines.KEY,
          DeliverNotification.KEY);

  private final Incidents incidents;
  private final Access access;
  private final ProcessView process;
  private final Countdowns countdowns;
  private final io.tocsin.incident.Escalation escalation;
  private final People people;
  private final Pauses pauses;
  private final Guides guides;
  private final Clock clock;

  Situations(
      Incidents incidents,
      Access access,
      ProcessView process,
      Countdowns countdowns,
      io.tocsin.incident.Escalation escalation,
      People people,
      Pauses pauses,
      Guides guides,
      Clock clock) {
    this.incidents = incidents;
    this.access = access;
    this.process = process;
    this.countdowns = countdowns;
    this.escalation = escalation;
    this.people = people;
    this.pauses = pauses;
    this.guides = guides;
    this.clock = clock;
  }

  /**
   * Reads it.
   *
   * @param progress how far the incident is with its playbook
   */
  Situation of(IncidentView incident, Progress progress) {
    var number = incident.number();
    var policy = incidents.policyOf(incident);
    var work = process.tasks(number).stream().map(this::work).toList();
    return new Situation(
        incident,
        policy.profile().title() + ", version " + policy.versionNumber(),
        words(Choices.KINDS, incident.kind()),
        words(Choices.DETECTED_BY, incident.detectedBy()),
        name(incident.reporter()),
        name(incident.firstResponder()),
        halt(incident),
        countdowns.of(incident),
        hats(incident, policy),
        incident.security() ? named(number) : List.of(),
        work,
        escalation.ladder(incident),
        milestones(incident),
        models(process.places(number)),
        process.failures(number),
        process.retries(number),
        guides.of(progress, work));
  }

  /** Returns the name of a person, or the id when it is nobody of the directory. */
  @Nullable String name(@Nullable String id) {
    return id == null ? null : people.find(id).map(person -> person.name()).orElse(id);
  }

  private static @Nullable String words(Map<String, String> choices, @Nullable String value) {
    return value == null ? null : choices.getOrDefault(value, value);
  }

  private @Nullable Halt halt(IncidentView incident) {
    return pauses
        .open(incident.number())
        .filter(pause -> incident.paused(clock.instant()))
        .map(
            pause ->
                new Halt(
                    pause.until(),
                    Objects.requireNonNullElse(name(pause.pausedBy()), pause.pausedBy()),
                    pause.reason()))
        .orElse(null);
  }

  private List<Hat> hats(IncidentView incident, Policy policy) {
    return Arrays.stream(Role.values())
        .filter(
            role ->
                incident.holder(role) != null
                    || policy.role(role.key()).map(RoleDuty::asked).orElse(false))
        .map(role -> new Hat(role.title(), name(incident.holder(role))))
        .toList();
  }

  private List<Named> named(String number) {
    return access.people(number).stream()
        .map(
            named ->
                new Named(
                    Objects.requireNonNullElse(name(named.person()), named.person()),
                    named.namedBy().equals(Actor.ENGINE.id()) ? null : name(named.namedBy()),
                    named.why()))
        .toList();
  }

  private Work work(OpenTask task) {
    // The name carries number and severity for the Tasklist; on this page they are known.
    var name = task.name();
    return new Work(
        task,
        name.substring(name.lastIndexOf('·') + 1).strip(),
        name(task.assignee()),
        task.groups().isEmpty()
            ? task.persons().stream().map(id -> Objects.requireNonNullElse(name(id), id)).toList()
            : task.groups());
  }

  private static List<Milestone> milestones(IncidentView incident) {
    var times = new LinkedHashMap<String, @Nullable Instant>();
    times.put("Started", incident.startedAt());
    times.put("Detected", incident.detectedAt());
    times.put("Declared", incident.declaredAt());
    times.put("Acknowledged", incident.acknowledgedAt());
    times.put("Triaged", incident.triagedAt());
    times.put("Team notified", incident.teamNotifiedAt());
    times.put("Responded", incident.respondedAt());
    times.put("Investigation began", incident.investigationStartedAt());
    times.put("Cause identified", incident.identifiedAt());
    times.put("Fix deployed", incident.fixDeployedAt());
    times.put("Mitigated", incident.mitigatedAt());
    times.put("Resolved", incident.resolvedAt());
    times.put("Closed", incident.closedAt());
    var past = new ArrayList<Milestone>();
    times.forEach(
        (label, at) -> {
          if (at != null) {
            past.add(new Milestone(label, at));
          }
        });
    past.sort(Comparator.comparing(Milestone::at));
    return past;
  }

  private static List<Model> models(List<Place> places) {
    var byProcess = new LinkedHashMap<String, List<Place>>();
    // The main model is always there to look at, also when nothing is active any more.
    byProcess.put(MAIN, List.of());
    byProcess.putAll(
        places.stream().collect(groupingBy(Place::process, LinkedHashMap::new, toList())));
    return byProcess.entrySet().stream()
        .map(entry -> model(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Situations::order).thenComparing(Model::name))
        .toList();
  }

  private static Model model(String process, List<Place> places) {
    return new Model(
        process,
        places.stream().findFirst().map(Place::processName).orElse("Incident response"),
        places.stream()
            .map(
                place ->
                    new Spot(
                        place.activity(), Objects.requireNonNullElse(place.name(), "A gateway")))
            .sorted(Comparator.comparing(Spot::name).thenComparing(Spot::activity))
            .toList());
  }

  private static int order(Model model) {
    return model.process().equals(MAIN) ? 0 : BESIDE.contains(model.process()) ? 2 : 1;
  }
}
