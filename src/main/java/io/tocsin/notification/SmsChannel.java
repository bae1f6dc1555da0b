package io.tocsin.notification;

import io.tocsin.people.Addressee;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Text messages by Twilio. */
@Component
class SmsChannel implements Channel {

  private static final String TAKE = "Reply ACK to take it";

  private final Twilio twilio;

  SmsChannel(Twilio twilio) {
    this.twilio = twilio;
  }

  @Override
  public String id() {
    return "sms";
  }

  @Override
  public String title() {
    return "text message";
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
    var text = SmsText.of(delivery.subject(), delivery.body(), pages(delivery) ? TAKE : "");
    return Sent.as(
        twilio.create(
            "Messages",
            Map.of(
                "To",
                address,
                "Body",
                text,
                "StatusCallback",
                twilio.callback("/twilio/status/" + delivery.id()))));
  }

  /** Returns whether its receiver is asked to take the incident. */
  static boolean pages(Delivery delivery) {
    return delivery.incident() != null && (delivery.urgent() || delivery.ackToken() != null);
  }
}
