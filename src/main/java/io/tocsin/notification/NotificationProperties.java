package io.tocsin.notification;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of messages, {@code tocsin.notification}.
 *
 * @param from sender of e-mail, such as {@code Tocsin <tocsin@example.org>}
 */
@ConfigurationProperties("tocsin.notification")
record NotificationProperties(@DefaultValue("Tocsin <tocsin@localhost>") String from) {

  NotificationProperties {
    parse(from);
  }

  InternetAddress sender() {
    return parse(from);
  }

  /** Returns the id that the message of a key has however often it is sent. */
  String messageId(String key) {
    return "<%s@%s>"
        .formatted(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)), domain());
  }

  /** Returns the id that all messages of an incident answer to, so that they form one thread. */
  String threadId(String incident) {
    return "<%s@%s>".formatted(incident, domain());
  }

  private String domain() {
    var address = sender().getAddress();
    return address.substring(address.lastIndexOf('@') + 1);
  }

  private static InternetAddress parse(String from) {
    try {
      var address = new InternetAddress(from, true);
      if (address.getAddress().indexOf('@') > 0) {
        return address;
      }
    } catch (AddressException e) {
      // Said below, with the key.
    }
    throw new IllegalArgumentException(
        "tocsin.notification.from: '"
            + from
            + "' is no e-mail address, such as Tocsin <tocsin@example.org>");
  }
}
