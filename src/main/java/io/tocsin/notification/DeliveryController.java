package io.tocsin.notification;

import io.tocsin.engine.TeamGroups;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Redelivery.Undelivered;
import io.tocsin.people.Programs;
import io.tocsin.problem.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
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
  private final Redelivery redelivery;

  DeliveryController(Incidents incidents, Deliveries deliveries, Redelivery redelivery) {
    this.incidents = incidents;
    this.deliveries = deliveries;
    this.redelivery = redelivery;
  }

  /**
   * Returns the deliveries of an incident; how people are reached is for responders, and what was
   * written is for people.
   */
  @GetMapping("/incidents/{number}/deliveries")
  List<Delivery> of(@PathVariable String number, Authentication user) {
    incidents.get(number);
    var responds =
        user.getAuthorities().stream()
            .anyMatch(group -> TeamGroups.RESPONDING.contains(group.getAuthority()));
    return deliveries.of(number).stream()
        .map(delivery -> responds ? delivery.shown() : delivery.masked())
        .map(delivery -> Programs.is(user.getName()) ? delivery.unread() : delivery)
        .toList();
  }

  /** Returns the newest deliveries in a state, 200 at most, as far as the user may know of them. */
  @PreAuthorize(OPERATORS)
  @GetMapping("/deliveries")
  List<Undelivered> in(@RequestParam(defaultValue = "failed") String state, Authentication user) {
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
    return redelivery.in(wanted, AT_MOST, user.getName());
  }

  /** Has a delivery tried again that was given up. */
  @PreAuthorize(OPERATORS)
  @PostMapping("/deliveries/{id}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Undelivered retry(@PathVariable UUID id, Authentication user) {
    return redelivery.retry(id, Actor.api(user.getName()));
  }
}
