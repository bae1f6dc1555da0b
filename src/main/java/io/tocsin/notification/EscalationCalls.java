package io.tocsin.notification;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.Escalation.Taken;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Texts;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Promises.Urgency;
import io.tocsin.people.Addressee;
import io.tocsin.policy.Policy.Audience;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Calls those whom a step of the ladder names, once a step. */
@Service
@Transactional
class EscalationCalls {

  /** What somebody who is closed reads later. */
  private static final String MAIL = "email";

  private static final String NOBODY_REACHED = "nobody-reached";
  private static final String AGAIN = "#";

  private final Escalation escalation;
  private final Notifications notifications;
  private final Deliveries deliveries;
  private final Recipients recipients;
  private final Hearers hearers;
  private final Incidents incidents;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  EscalationCalls(
      Escalation escalation,
      Notifications notifications,
      Deliveries deliveries,
      Recipients recipients,
      Hearers hearers,
      Incidents incidents,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.escalation = escalation;
    this.notifications = notifications;
    this.deliveries = deliveries;
    this.recipients = recipients;
    this.hearers = hearers;
    this.incidents = incidents;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  void take(String incident, String step) {
    escalation.take(incident, step).ifPresent(taken -> call(incidents.get(incident), taken));
  }

  private void call(IncidentView incident, Taken taken) {
    var now = clock.instant();
    var byOpen =
        taken.step().recipients().stream()
            .collect(partitioningBy(recipient -> !closed(incident, recipient, now)));
    var open = byOpen.getOrDefault(true, List.of());
    var closed = byOpen.getOrDefault(false, List.of());
    tell(incident, taken, open, taken.channels());
    tell(incident, taken, closed, taken.channels().stream().filter(MAIL::equals).toList());
    var until = until(incident, closed, now);
    if (!until.isEmpty()) {
      timeline.add(incident.number(), Actor.ENGINE, "escalation", until);
    }
    if (hearers.of(incident, called(incident, open, taken.channels()), open).isEmpty()) {
      // Whoever may not hear of a restricted incident was not called either.
      passOn(incident, taken, until.isEmpty() ? nobody(incident, taken) : until);
    } else if (!taken.channels().isEmpty()
        && deliveries.of(incident.number(), Hearers.LADDER, round(taken)).isEmpty()) {
      passOn(
          incident,
          taken,
          "no channel that is set up reaches '%s'".formatted(taken.step().title()));
    }
  }

  /** By no way: if nobody else has heard of the step, somebody else is called instead. */
  @EventListener
  void on(GivenUp lost) {
    var delivery = lost.delivery();
    var number = delivery.incident();
    if (number == null || !delivery.event().equals(Hearers.LADDER)) {
      return;
    }
    // Of two that are given up at one moment, neither would see that the other is.
    incidents.lock(number);
    var all = deliveries.of(number, delivery.event(), delivery.round());
    if (all.stream().allMatch(one -> one.state() == State.FAILED)) {
      var names = all.stream().map(Delivery::recipientName).distinct().collect(joining(", "));
      var parts = delivery.round().split(AGAIN, 2);
      passOn(
          number,
          parts[0],
          parts.length == 1 ? 1 : Integer.parseInt(parts[1]),
          names + " could not be reached");
      process.escalationRequested(number);
    }
  }

  private void passOn(IncidentView incident, Taken taken, String because) {
    passOn(incident.number(), taken.step().step(), taken.round(), because);
  }

  /** Whoever commands must not wait for somebody who does not come. */
  private void passOn(String incident, String step, int round, String because) {
    escalation
        .passOn(incident, step, round, because)
        .ifPresent(
            alone ->
                notifications.tell(
                    incident,
                    NOBODY_REACHED,
                    round(step, round),
                    Map.of("step", alone.title(), "ladder", alone.ladder(), "error", because)));
  }

  private String nobody(IncidentView incident, Taken taken) {
    var anybody =
        taken.step().recipients().stream()
            .anyMatch(recipient -> !recipients.of(incident, recipient).isEmpty());
    return (anybody ? "nobody of '%s' may hear of it" : "nobody stands behind '%s'")
        .formatted(taken.step().title());
  }

  private static Audience called(IncidentView incident, List<String> whom, List<String> channels) {
    return new Audience(Hearers.LADDER, incident.severity(), Hearers.CALLED, whom, channels);
  }

  private void tell(IncidentView incident, Taken taken, List<String> whom, List<String> channels) {
    if (!whom.isEmpty()) {
      notifications.call(
          incident.number(),
          Hearers.LADDER,
          round(taken),
          whom,
          channels,
          taken.step().pages() ? Urgency.PAGE : Urgency.CALL,
          facts(taken));
    }
  }

  /**
   * A later round calls again; the first one keeps the plain name of the step. No step is named
   * like a round: a policy may well have the steps page and page-2.
   */
  private static String round(Taken taken) {
    return round(taken.step().step(), taken.round());
  }

  private static String round(String step, int round) {
    return round == 1 ? step : step + AGAIN + round;
  }

  private static Map<String, String> facts(Taken taken) {
    var facts = new HashMap<String, String>();
    facts.put("step", taken.step().title());
    facts.put("ladder", taken.step().ladder());
    facts.put("why", taken.why());
    if (taken.reason() != null) {
      facts.put("reason", taken.reason());
    }
    if (!taken.step().takesOver().isEmpty()) {
      facts.put("takesOver", taken.step().takesOver());
    }
    return facts;
  }

  /** Nobody at all is not closed: that is said by the notifications. */
  private boolean closed(IncidentView incident, String recipient, Instant now) {
    var who = recipients.of(incident, recipient);
    return !who.isEmpty() && who.stream().noneMatch(addressee -> addressee.reachableAt(now));
  }

  private String until(IncidentView incident, List<String> closed, Instant now) {
    return closed.stream()
        .flatMap(recipient -> recipients.of(incident, recipient).stream())
        .distinct()
        .map(addressee -> until(addressee, now))
        .collect(joining(". "));
  }

  private static String until(Addressee addressee, Instant now) {
    return addressee.name() + " is closed until " + Texts.time(addressee.nextReachable(now));
  }
}
