package io.tocsin.notification;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Taking.Outcome;
import io.tocsin.problem.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What Twilio calls back: keys that were pressed, text messages, how deliveries ended. */
@RestController
class TwilioController {

  private static final String XML = MediaType.APPLICATION_XML_VALUE;
  private static final int MAX_FIELD = 100;

  /** How a message or a call ends that reaches nobody. */
  private static final Map<String, String> LOST =
      Map.of(
          "failed", "could not be delivered",
          "undelivered", "could not be delivered",
          "busy", "the line was busy",
          "no-answer", "nobody answered",
          "canceled", "it was cancelled");

  private final Twilio twilio;
  private final Callbacks callbacks;
  private final Taking taking;
  private final TextReplies replies;
  private final Timeline timeline;
  private final Incidents incidents;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  TwilioController(
      Twilio twilio,
      Callbacks callbacks,
      Taking taking,
      TextReplies replies,
      Timeline timeline,
      Incidents incidents,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.twilio = twilio;
    this.callbacks = callbacks;
    this.taking = taking;
    this.replies = replies;
    this.timeline = timeline;
    this.incidents = incidents;
    this.events = events;
    this.transaction = transaction;
  }

  /** A key was pressed in a call. */
  @PostMapping(path = "/twilio/voice/{id}/answer", produces = XML)
  String answer(@PathVariable UUID id, HttpServletRequest request) throws IOException {
    var form = signed(request);
    var back = PhoneChannel.answer(twilio, id);
    try {
      return answer(delivery(id), form, back);
    } catch (RuntimeException e) {
      if (!Unavailable.isCauseOf(e)) {
        throw e;
      }
      return Spoken.again("That could not be noted just now.", back);
    }
  }

  private String answer(Delivery delivery, Map<String, String> form, String back) {
    var number = delivery.incident();
    if (number == null) {
      return Spoken.last("Thank you. Goodbye.");
    }
    var actor = Actor.phone(delivery.recipient());
    if (machine(form)) {
      // Tones of an announcement are no key of a person.
      return Spoken.last("Goodbye.");
    }
    return switch (field(form, "Digits")) {
      case "4" -> Spoken.last(said(taking.take(number, actor)));
      case "5" ->
          Spoken.last(
              said(
                  taking.pass(
                      number,
                      actor,
                      delivery.recipientName(),
                      "twilio:" + field(form, "CallSid") + ":5")));
      default -> Spoken.again("That is no choice.", back);
    };
  }

  /** Somebody texts us. */
  @PostMapping(path = "/twilio/sms", produces = XML)
  String text(HttpServletRequest request) throws IOException {
    var form = signed(request);
    return Spoken.reply(
        replies
            .to(
                field(form, "From"),
                form.getOrDefault("Body", ""),
                "twilio:" + field(form, "MessageSid"))
            .orElse(null));
  }

  /** How a message or a call ended. */
  @PostMapping("/twilio/status/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void status(@PathVariable UUID id, HttpServletRequest request) throws IOException {
    var form = signed(request);
    var status = form.getOrDefault("CallStatus", form.getOrDefault("MessageStatus", ""));
    var why = machine(form) ? "an answering machine took the call" : LOST.get(status);
    if (why == null) {
      return;
    }
    var code = field(form, "ErrorCode");
    var reason = why + (code.matches("[0-9]{1,6}") ? " (Twilio's error " + code + ")" : "");
    var delivery = delivery(id);
    transaction.executeWithoutResult(
        now -> {
          if (delivery.incident() != null) {
            // Before the message, as everybody does.
            incidents.lock(delivery.incident());
          }
          if (callbacks.lost(id, reason)) {
            if (delivery.incident() != null) {
              timeline.add(
                  delivery.incident(),
                  Actor.ENGINE,
                  "notification",
                  "Not reached by %s: %s, %s"
                      .formatted(
                          delivery.channel().equals("sms") ? "text message" : "telephone",
                          delivery.recipientName(),
                          reason));
            }
            events.publishEvent(new NotReached(delivery, reason));
          }
        });
  }

  /** Set where Twilio was asked to listen for it. */
  private static boolean machine(Map<String, String> form) {
    var answeredBy = field(form, "AnsweredBy");
    return answeredBy.startsWith("machine") || answeredBy.equals("fax");
  }

  private static String said(Outcome outcome) {
    return switch (outcome.result()) {
      case TAKEN -> "Thank you. It is yours now. Goodbye.";
      case MINE -> "You have taken it already. Goodbye.";
      case OTHER -> outcome.by() + " has taken it already. You need not do anything. Goodbye.";
      case OVER -> "It is " + outcome.incident().status().word() + " already. Goodbye.";
      case PASSED -> "The next one is being called. Goodbye.";
      case NOBODY -> "There is nobody further to call. It is still waiting for you. Goodbye.";
      case NONE -> "It does not wait for you any more. Goodbye.";
    };
  }

  private Map<String, String> signed(HttpServletRequest request) throws IOException {
    var form = Inbound.form(Inbound.read(request));
    var query = request.getQueryString();
    var path = request.getRequestURI() + (query == null ? "" : "?" + query);
    if (!twilio.signed(path, form, request.getHeader("X-Twilio-Signature"))) {
      throw Inbound.refused(
          HttpStatus.FORBIDDEN,
          "This is not signed by Twilio with the token of tocsin.notification.twilio for an"
              + " address under tocsin.base-url");
    }
    return form;
  }

  private Delivery delivery(UUID id) {
    return callbacks
        .delivery(id)
        .filter(delivery -> delivery.channel().equals("sms") || delivery.channel().equals("phone"))
        .orElseThrow(() -> Inbound.refused(HttpStatus.NOT_FOUND, "There is no such message"));
  }

  private static String field(Map<String, String> form, String name) {
    var value = form.getOrDefault(name, "");
    return value.length() <= MAX_FIELD ? value : value.substring(0, MAX_FIELD);
  }
}
