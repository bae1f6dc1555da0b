package io.tocsin.notification;

import io.tocsin.incident.Incidents;
import io.tocsin.people.Addressee;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls by Twilio. What is said goes with the call, so that it is heard even where Twilio cannot
 * reach us; only the keys need that.
 */
@Component
class PhoneChannel implements Channel {

  private static final String SECONDS_OF_RINGING = "40";
  private static final int MAX_SUBJECT = 300;

  private final Twilio twilio;
  private final Incidents incidents;

  PhoneChannel(Twilio twilio, Incidents incidents) {
    this.twilio = twilio;
    this.incidents = incidents;
  }

  @Override
  public String id() {
    return "phone";
  }

  @Override
  public String title() {
    return "telephone";
  }

  @Override
  public boolean configured() {
    return twilio.configured();
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return addressee.phone();
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    return Sent.as(
        twilio.create(
            "Calls",
            Map.of(
                "To",
                address,
                "Twiml",
                said(delivery),
                "Timeout",
                SECONDS_OF_RINGING,
                "StatusCallback",
                twilio.callback("/twilio/status/" + delivery.id()))));
  }

  private String said(Delivery delivery) {
    if (delivery.incident() == null) {
      return Spoken.last("Tocsin calls. " + Cut.to(MAX_SUBJECT, delivery.subject()));
    }
    var incident = incidents.get(delivery.incident());
    return SmsChannel.pages(delivery)
        ? Spoken.call(incident, answer(twilio, delivery))
        : Spoken.news(incident, delivery.event());
  }

  static String answer(Twilio twilio, Delivery delivery) {
    return twilio.callback("/twilio/voice/" + delivery.id() + "/answer");
  }
}
