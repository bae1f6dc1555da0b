package io.tocsin.notification;

import io.tocsin.people.Addressee;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** E-mail over SMTP. */
@Component
class MailChannel implements Channel {

  private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** Well under the time for which the engine locks a job. */
  private static final String TEN_SECONDS = "10000";

  private final @Nullable JavaMailSenderImpl sender;
  private final NotificationProperties properties;

  MailChannel(ObjectProvider<JavaMailSenderImpl> senders, NotificationProperties properties) {
    this.properties = properties;
    this.sender = configured(senders.getIfAvailable());
    if (sender == null) {
      LOG.warn(
          "No mail server is configured (spring.mail.host): e-mail is kept and shown, not sent");
    } else {
      limitTime(sender);
    }
  }

  @Override
  public String id() {
    return "email";
  }

  @Override
  public String title() {
    return "e-mail";
  }

  /** Without a server it is kept and shown. */
  @Override
  public boolean configured() {
    return true;
  }

  @Override
  public Markup markup() {
    return Markup.HTML;
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return addressee.email();
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    if (sender == null) {
      return Sent.kept();
    }
    var mail = sender.createMimeMessage();
    try {
      fill(mail, delivery, address);
    } catch (MessagingException | UnsupportedEncodingException e) {
      throw new MailPreparationException("The message to " + delivery.recipient(), e);
    }
    sender.send(mail);
    return Sent.as(delivery.messageId());
  }

  private void fill(MimeMessage mail, Delivery delivery, String address)
      throws MessagingException, UnsupportedEncodingException {
    var to = new InternetAddress(address, true);
    to.setPersonal(delivery.recipientName(), UTF_8);
    mail.setFrom(properties.sender());
    mail.setRecipient(RecipientType.TO, to);
    mail.setSubject(delivery.subject(), UTF_8);
    mail.setText(delivery.body(), UTF_8);
    mail.setHeader("Message-ID", delivery.messageId());
    if (delivery.incident() != null) {
      var thread = properties.threadId(delivery.incident());
      mail.setHeader("References", thread);
      mail.setHeader("In-Reply-To", thread);
    }
    // Keeps absence notices from being answered to us.
    mail.setHeader("Auto-Submitted", "auto-generated");
  }

  private static @Nullable JavaMailSenderImpl configured(@Nullable JavaMailSenderImpl sender) {
    return sender == null || sender.getHost() == null || sender.getHost().isBlank() ? null : sender;
  }

  private static void limitTime(JavaMailSenderImpl sender) {
    var settings = sender.getJavaMailProperties();
    for (var protocol : List.of("smtp", "smtps")) {
      for (var limit : List.of("connectiontimeout", "timeout", "writetimeout")) {
        settings.putIfAbsent("mail." + protocol + "." + limit, TEN_SECONDS);
      }
    }
  }
}
