package io.tocsin.notification;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.WebLink;
import io.tocsin.people.Addressee;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.mail.util.StreamProvider;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
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

  static {
    // Else each part of each mail has all jars searched for it.
    System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
  }

  private final @Nullable JavaMailSenderImpl sender;
  private final NotificationProperties properties;
  private final IncidentProperties incidents;
  private final Callbacks callbacks;

  MailChannel(
      ObjectProvider<JavaMailSenderImpl> senders,
      NotificationProperties properties,
      IncidentProperties incidents,
      Callbacks callbacks) {
    this.properties = properties;
    this.incidents = incidents;
    this.callbacks = callbacks;
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
    } catch (AddressException e) {
      throw NotTakenException.forGood("It is no e-mail address");
    } catch (MessagingException | UnsupportedEncodingException e) {
      throw new MailPreparationException("The message to " + delivery.recipient(), e);
    }
    try {
      sender.send(mail);
    } catch (MailException e) {
      throw MailRefusal.of(e);
    }
    return Sent.as(delivery.messageId());
  }

  private void fill(MimeMessage mail, Delivery delivery, String address)
      throws MessagingException, UnsupportedEncodingException {
    var to = new InternetAddress(address, true);
    to.setPersonal(delivery.recipientName(), UTF_8);
    var subject = subject(delivery, address);
    var unsubscribe = WebLink.find(delivery.unsubscribe()).orElse(null);
    mail.setFrom(properties.sender());
    mail.setRecipient(RecipientType.TO, to);
    mail.setSubject(subject, UTF_8);
    write(mail, MailText.of(delivery, subject, take(delivery), unsubscribe), delivery.calendar());
    mail.setHeader("Message-ID", delivery.messageId());
    if (delivery.incident() != null) {
      var thread = properties.threadId(delivery.incident());
      mail.setHeader("References", thread);
      mail.setHeader("In-Reply-To", thread);
    }
    if (unsubscribe != null) {
      // RFC 8058: the mail program sends the post itself, after one click.
      mail.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
      mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    // Keeps absence notices from being answered to us.
    mail.setHeader("Auto-Submitted", "auto-generated");
  }

  /**
   * Some programs (Gmail) take only mails of one subject for one conversation, whatever their
   * headers say: what follows answers the first mail that the receiver got of the incident, and
   * says in its first line what is new. A page stands out with a subject of its own.
   */
  private String subject(Delivery delivery, String address) {
    // A calendar shows an invitation apart from the conversation.
    if (delivery.incident() == null || delivery.urgent() || delivery.calendar() != null) {
      return delivery.subject();
    }
    return callbacks
        .firstSubject(delivery.incident(), address)
        .filter(first -> !first.equals(delivery.subject()))
        .map(first -> "Re: " + first)
        .orElse(delivery.subject());
  }

  private @Nullable String take(Delivery delivery) {
    return delivery.ackToken() == null
        ? null
        : incidents.baseUrl() + "/acknowledge/" + delivery.ackToken();
  }

  private static void write(MimeMessage mail, MailText text, @Nullable String calendar)
      throws MessagingException {
    if (text.html() == null && calendar == null) {
      mail.setText(text.plain(), UTF_8);
      return;
    }
    // The last one that a program can show is the one that it shows.
    var ways = new MimeMultipart("alternative");
    var plain = new MimeBodyPart();
    plain.setText(text.plain(), UTF_8);
    ways.addBodyPart(plain);
    if (text.html() != null) {
      var html = new MimeBodyPart();
      html.setText(text.html(), UTF_8, "html");
      ways.addBodyPart(html);
    }
    if (calendar == null) {
      mail.setContent(ways);
      return;
    }
    // Some programs answer the part, others open the file (RFC 6047, section 2.4).
    ways.addBodyPart(calendar(calendar));
    var all = new MimeBodyPart();
    all.setContent(ways);
    var file = calendar(calendar);
    file.setFileName("invitation.ics");
    file.setDisposition(Part.ATTACHMENT);
    mail.setContent(new MimeMultipart("mixed", all, file));
  }

  private static MimeBodyPart calendar(String calendar) throws MessagingException {
    var part = new MimeBodyPart();
    var type = "text/calendar; charset=UTF-8; method=" + method(calendar);
    part.setDataHandler(
        new DataHandler(new ByteArrayDataSource(calendar.getBytes(StandardCharsets.UTF_8), type)));
    return part;
  }

  /** The method stands in the calendar, and must stand in the mail, too. */
  private static String method(String calendar) {
    return calendar
        .lines()
        .filter(line -> line.startsWith("METHOD:"))
        .map(line -> line.substring("METHOD:".length()))
        .findFirst()
        .orElse("PUBLISH");
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
