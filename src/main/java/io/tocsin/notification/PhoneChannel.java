package io.tocsin.notification;

import io.tocsin.incident.Incidents;
import io.tocsin.people.Addressee;
import java.util.HashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls by Twilio. What is said goes with the call, so that it is heard even where Twilio cannot
 * reach us; only the keys need that.
 */
@Component
class PhoneChannel implements Channel {

  private static final String SECONDS_OF_RINGING = "40";
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
  public boolean heard() {
    return true;
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return addressee.phone();
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    var call = new HashMap<String, String>();
    call.put("To", address);
    call.put("Twiml", said(delivery));
    call.put("Timeout", SECONDS_OF_RINGING);
    call.put("StatusCallback", twilio.callback("/twilio/status/" + delivery.id()));
    if (twilio.detectsMachines()) {
      call.put("MachineDetection", "Enable");
    }
    return Sent.as(twilio.create("Calls", call));
  }

  private String said(Delivery delivery) {
    if (delivery.incident() == null) {
      return Spoken.last(Spoken.words(delivery.subject(), ""));
    }
    var incident = incidents.get(delivery.incident());
    var text =
        // Who answers may not be alone: no file has a say in it.
        incident.security()
            ? Spoken.restricted(incident)
            : Spoken.words(delivery.subject(), delivery.body());
    return SmsChannel.pages(delivery)
        ? Spoken.call(text, answer(twilio, delivery.id()))
        : Spoken.news(text);
  }

  static String answer(Twilio twilio, UUID delivery) {
    return twilio.callback("/twilio/voice/" + delivery + "/answer");
  }
}
