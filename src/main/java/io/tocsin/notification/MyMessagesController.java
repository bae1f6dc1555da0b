package io.tocsin.notification;

import io.tocsin.engine.Atomic;
import io.tocsin.notification.Delivery.State;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The messages of whoever is signed in. */
@RestController
@RequestMapping("/api/v1/me")
class MyMessagesController {

  private static final int NEWEST = 50;

  /** Theirs already, by another system or to be looked at here. */
  private static final Set<State> REACHED = Set.of(State.SENT, State.KEPT);

  private final TestMessages tests;
  private final Deliveries deliveries;
  private final Redelivery redelivery;
  private final Atomic atomic;

  MyMessagesController(
      TestMessages tests, Deliveries deliveries, Redelivery redelivery, Atomic atomic) {
    this.tests = tests;
    this.deliveries = deliveries;
    this.redelivery = redelivery;
    this.atomic = atomic;
  }

  /**
   * What to try.
   *
   * @param channel its id, such as {@code sms}
   */
  record Test(@NotBlank @Size(max = 40) String channel) {}

  /** Where to look what became of it. */
  record Promised(UUID delivery) {}

  /** Sends the caller a message; one a minute by each channel. */
  @PostMapping("/test-message")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Promised test(@Valid @RequestBody Test body, Authentication user) {
    return new Promised(atomic.call(() -> tests.send(user.getName(), body.channel())));
  }

  /**
   * Returns the newest messages to the caller; of an incident that is not for them any more, only
   * what they were sent.
   */
  @GetMapping("/deliveries")
  List<Delivery> mine(Authentication user) {
    var found = deliveries.to(user.getName(), NEWEST);
    var hidden = redelivery.hidden(found, user.getName());
    return found.stream()
        .filter(delivery -> REACHED.contains(delivery.state()) || !hidden.test(delivery))
        .toList();
  }
}
