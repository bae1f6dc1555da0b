package io.tocsin.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.problem.ConflictException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What PagerDuty tells by its webhooks, version 3. Taking an incident there takes it here;
 * resolving it there asks for the health gate here, which decides.
 */
@RestController
class PagerDutyController {

  private static final String VERSION = "v1=";
  private static final int MAX_SIGNATURES = 10;
  private static final int MAX_NUMBER = 64;
  private static final String NOBODY_KNOWN = "pagerduty";

  private final PagerDutyProperties properties;
  private final IncidentCommands commands;
  private final Incidents incidents;
  private final Callbacks callbacks;
  private final Taking taking;
  private final People people;
  private final Atomic atomic;

  PagerDutyController(
      PagerDutyProperties properties,
      IncidentCommands commands,
      Incidents incidents,
      Callbacks callbacks,
      Taking taking,
      People people,
      Atomic atomic) {
    this.properties = properties;
    this.commands = commands;
    this.incidents = incidents;
    this.callbacks = callbacks;
    this.taking = taking;
    this.people = people;
    this.atomic = atomic;
  }

  /** Whatever is not for us is accepted too, or it would be sent again for hours. */
  @PostMapping("/pagerduty/webhooks")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void receive(HttpServletRequest request) throws IOException {
    var body = Inbound.read(request);
    if (!signed(body, request.getHeader("X-PagerDuty-Signature"))) {
      throw Inbound.refused(
          HttpStatus.FORBIDDEN,
          "This is not signed with one of tocsin.notification.pagerduty.webhook-secrets");
    }
    var event = Payload.read(new String(body, StandardCharsets.UTF_8)).path("event");
    var number = PagerDutyChannel.number(event.path("data").path("incident_key").asText(""));
    if (number.length() > MAX_NUMBER || incidents.find(number).isEmpty()) {
      return;
    }
    switch (event.path("event_type").asText("")) {
      case "incident.acknowledged" -> acknowledged(number, event);
      case "incident.resolved" -> resolved(number, event);
      default -> {
        // Assigned, annotated, escalated over there: no matter of ours.
      }
    }
  }

  private void acknowledged(String number, JsonNode event) {
    var actor = actor(event.path("agent"));
    atomic.run(
        () -> {
          if (callbacks.first(id(event))) {
            var unused = taking.take(number, actor);
          }
        });
  }

  private void resolved(String number, JsonNode event) {
    var agent = event.path("agent");
    if (!agent.path("type").asText("").startsWith("user")) {
      // An integration did it: most likely we, because it is resolved here.
      return;
    }
    var actor = actor(agent);
    var id = id(event);
    var said = "Resolved in PagerDuty by " + words(agent.path("summary").asText(""));
    try {
      atomic.run(
          () -> {
            if (callbacks.first(id)) {
              commands.resolve(number, said, actor);
            }
          });
    } catch (ConflictException e) {
      atomic.run(
          () -> {
            if (callbacks.first(id)) {
              commands.note(number, said + ". Nothing to do here: " + e.getMessage(), actor);
            }
          });
    }
  }

  private static String id(JsonNode event) {
    return "pagerduty:" + event.path("id").asText("");
  }

  private Actor actor(JsonNode agent) {
    var name = agent.path("summary").asText("");
    var email = agent.path("email").asText("");
    var known =
        people.all().stream()
            .filter(
                person ->
                    person.email().equalsIgnoreCase(email)
                        || person.email().equalsIgnoreCase(name)
                        || person.name().equalsIgnoreCase(name))
            .map(Person::id)
            .limit(2)
            .toList();
    return Actor.pagerDuty(known.size() == 1 ? known.get(0) : NOBODY_KNOWN);
  }

  private static String words(String name) {
    return name.isBlank() ? "somebody" : Cut.to(100, Templates.line(name));
  }

  private boolean signed(byte[] body, @Nullable String header) {
    if (header == null) {
      return false;
    }
    var given =
        Arrays.stream(header.split(","))
            .map(String::strip)
            .filter(signature -> signature.startsWith(VERSION))
            .limit(MAX_SIGNATURES)
            .toList();
    return properties.webhookSecrets().stream()
        .map(secret -> VERSION + Hmac.sha256(secret, body))
        .anyMatch(expected -> given.stream().anyMatch(one -> Hmac.same(expected, one)));
  }
}
