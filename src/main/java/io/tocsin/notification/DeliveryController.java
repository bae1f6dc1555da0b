package io.tocsin.notification;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.TeamGroups;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What was told to whom, and what became of it. */
@RestController
@RequestMapping("/api/v1")
class DeliveryController {

  private static final String OPERATORS = "hasAnyAuthority('camunda-admin','process-owner')";
  private static final int AT_MOST = 200;

  private final Incidents incidents;
  private final Deliveries deliveries;
  private final Channels channels;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Atomic atomic;

  DeliveryController(
      Incidents incidents,
      Deliveries deliveries,
      Channels channels,
      Timeline timeline,
      ResponseProcess process,
      Atomic atomic) {
    this.incidents = incidents;
    this.deliveries = deliveries;
    this.channels = channels;
    this.timeline = timeline;
    this.process = process;
    this.atomic = atomic;
  }

  /** Returns the deliveries of an incident; how people are reached is for responders. */
  @GetMapping("/incidents/{number}/deliveries")
  List<Delivery> of(@PathVariable String number, Authentication user) {
    incidents.get(number);
    var responds =
        user.getAuthorities().stream()
            .anyMatch(group -> TeamGroups.RESPONDING.contains(group.getAuthority()));
    return deliveries.of(number).stream()
        .map(delivery -> responds ? delivery : delivery.masked())
        .toList();
  }

  /** A delivery for those who run Tocsin: nothing of what was written. */
  record Overview(
      UUID id,
      @Nullable String incident,
      String event,
      String recipient,
      String recipientName,
      String channel,
      @Nullable String address,
      State state,
      int attempts,
      @Nullable String lastError,
      Instant createdAt,
      @Nullable UUID fallbackOf,
      @Nullable Instant nextAttemptAt) {

    static Overview of(Delivery delivery) {
      var shown = delivery.masked();
      return new Overview(
          shown.id(),
          shown.incident(),
          shown.event(),
          shown.recipient(),
          shown.recipientName(),
          shown.channel(),
          shown.address(),
          shown.state(),
          shown.attempts(),
          shown.lastError(),
          shown.createdAt(),
          shown.fallbackOf(),
          shown.nextAttemptAt());
    }
  }

  /** Returns the newest deliveries in a state, 200 at most. */
  @PreAuthorize(OPERATORS)
  @GetMapping("/deliveries")
  List<Overview> in(@RequestParam(defaultValue = "failed") String state) {
    var wanted =
        Arrays.stream(State.values())
            .filter(known -> known.word().equals(state))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "state",
                        "'"
                            + state
                            + "' is none of "
                            + String.join(
                                ", ", Arrays.stream(State.values()).map(State::word).toList())));
    return deliveries.in(wanted, AT_MOST).stream().map(Overview::of).toList();
  }

  /** Has a delivery tried again that was given up. */
  @PreAuthorize(OPERATORS)
  @PostMapping("/deliveries/{id}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Overview retry(@PathVariable UUID id, Authentication user) {
    return atomic.call(
        () -> {
          var delivery = deliveries.get(id);
          if (!deliveries.again(id)) {
            throw new ConflictException(
                delivery.address() == null
                    ? "No address is known of " + delivery.recipientName()
                    : "Only what was given up is tried again; this one is "
                        + delivery.state().word());
          }
          if (delivery.incident() != null) {
            timeline.add(
                delivery.incident(),
                Actor.api(user.getName()),
                "notification",
                "Tried again by %s: %s, to %s"
                    .formatted(
                        channels.title(delivery.channel()),
                        Notifications.words(delivery.event()),
                        delivery.recipientName()));
          }
          process.deliver(delivery.incident(), id.toString());
          return Overview.of(deliveries.get(id));
        });
  }
}
