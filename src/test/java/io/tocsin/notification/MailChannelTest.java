package io.tocsin.notification;

import static io.tocsin.notification.Outside.TOCSIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tocsin.notification.Delivery.State;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailChannelTest {

  private static final String TO = "ada@example.org";
  private static final String SUBJECT = "INC-2026-02-10-001 SEV-1 declared: Checkout is down";
  private static final String UNSUBSCRIBE = "https://status.example.org/unsubscribe/abc?x=1&y=2";

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final Callbacks callbacks = mock(Callbacks.class);

  @BeforeEach
  void start() {
    mail.start();
    when(callbacks.firstSubject(any(), any())).thenReturn(Optional.empty());
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  @Test
  void without_html_it_is_plain_text() throws Exception {
    var received = sent(delivery("Half of it fails\n", null, null, null, false));

    assertThat(received.getSubject()).isEqualTo(SUBJECT);
    assertThat(received.getContentType()).startsWith("text/plain");
    assertThat(received.getContent().toString().strip()).isEqualTo("Half of it fails");
    assertThat(received.getHeader("Message-ID")).containsExactly("<id@example.org>");
    assertThat(received.getHeader("References"))
        .containsExactly("<INC-2026-02-10-001@example.org>");
    assertThat(received.getHeader("List-Unsubscribe")).isNull();
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void html_stands_beside_plain_text() throws Exception {
    var received =
        sent(
            delivery(
                "Half ä fails\n", "<html><body><p>Half ä</p></body></html>", null, null, false));

    assertThat(received.getContentType()).startsWith("multipart/alternative");
    var parts = (MimeMultipart) received.getContent();
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(part(parts.getBodyPart(0), "text/plain")).isEqualTo("Half ä fails");
    assertThat(part(parts.getBodyPart(1), "text/html"))
        .isEqualTo("<html><body><p>Half ä</p></body></html>");
  }

  @Test
  void a_page_can_be_answered_by_a_link() throws Exception {
    var received =
        sent(delivery("Take it\n", "<html><body><p>Take</p></body></html>", "t0ken", null, true));

    var parts = (MimeMultipart) received.getContent();
    assertThat(part(parts.getBodyPart(0), "text/plain"))
        .isEqualTo("Take it\n\nTake this incident:\nhttps://tocsin.example.org/acknowledge/t0ken");
    assertThat(part(parts.getBodyPart(1), "text/html"))
        .isEqualTo(
            "<html><body><p>Take</p><p><a href=\"https://tocsin.example.org/acknowledge/t0ken\">Take"
                + " this incident</a></p>\n</body></html>");
  }

  @Test
  void a_customer_can_hear_no_more_with_one_click() throws Exception {
    var received = sent(delivery("Pay later\n", "<p>Pay later</p>", null, UNSUBSCRIBE, false));

    assertThat(received.getHeader("List-Unsubscribe")).containsExactly("<" + UNSUBSCRIBE + ">");
    assertThat(received.getHeader("List-Unsubscribe-Post"))
        .containsExactly("List-Unsubscribe=One-Click");
    var parts = (MimeMultipart) received.getContent();
    assertThat(part(parts.getBodyPart(0), "text/plain"))
        .endsWith("You asked for these mails. Hear no more:\n" + UNSUBSCRIBE);
    assertThat(part(parts.getBodyPart(1), "text/html"))
        .contains("href=\"https://status.example.org/unsubscribe/abc?x=1&amp;y=2\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'javascript:alert(1)'",
    "'https://a.example.org/\r\nBcc: x@example.org'",
    "'mailto:a'"
  })
  void a_hostile_unsubscribe_link_is_none(String link) throws Exception {
    var received = sent(delivery("Text\n", null, null, link, false));
    assertThat(received.getHeader("List-Unsubscribe")).isNull();
    assertThat(received.getHeader("Bcc")).isNull();
    assertThat(received.getContent().toString()).doesNotContain("javascript");
  }

  @Test
  void what_follows_answers_the_first_mail_and_says_what_is_new() throws Exception {
    when(callbacks.firstSubject("INC-2026-02-10-001", TO)).thenReturn(Optional.of("Declared"));
    var received =
        sent(
            delivery(
                "Done\n", "<html><body class=\"b\"><p>Done</p></body></html>", null, null, false));

    assertThat(received.getSubject()).isEqualTo("Re: Declared");
    var parts = (MimeMultipart) received.getContent();
    assertThat(part(parts.getBodyPart(0), "text/plain")).isEqualTo(SUBJECT + "\n\nDone");
    assertThat(part(parts.getBodyPart(1), "text/html"))
        .isEqualTo(
            "<html><body class=\"b\"><p><strong>"
                + SUBJECT
                + "</strong></p>\n<p>Done</p></body></html>");
  }

  @Test
  void a_page_keeps_its_own_subject() throws Exception {
    when(callbacks.firstSubject("INC-2026-02-10-001", TO)).thenReturn(Optional.of("Declared"));
    assertThat(sent(delivery("Take it\n", null, "t0ken", null, true)).getSubject())
        .isEqualTo(SUBJECT);
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 5.1.1 No such user, true",
    "RCPT, 553 Not allowed, true",
    "RCPT, 450 4.2.1 Greylisted, false",
    "RCPT, 452 Mailbox full, false",
    "MAIL, 550 Sender refused, true",
    "MAIL, 451 Try later, false",
    "DATA, 554 Transaction failed, true",
    "DATA, 451 Local error, false",
  })
  void a_final_refusal_is_told_from_a_passing_one(String at, String answer, boolean permanent)
      throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var talk = CompletableFuture.runAsync(() -> refuse(server, at, answer));
      var refusal =
          catchThrowableOfType(
              NotTakenException.class,
              () ->
                  channel(server.getLocalPort())
                      .send(delivery("Text", null, null, null, false), TO));
      assertThat(refusal).isNotNull();
      assertThat(refusal.permanent()).as(refusal.getMessage()).isEqualTo(permanent);
      talk.cancel(true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "535 5.7.8 wrong, true",
    "534 5.7.9 another way is needed, true",
    "454 4.7.0 cannot look it up now, false",
    "421 4.3.2 shutting down, false",
  })
  void a_wrong_password_is_told_from_a_server_that_cannot_check_it(String answer, boolean permanent)
      throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var talk = CompletableFuture.runAsync(() -> refuse(server, "AUTH", answer));
      var sender = sender(server.getLocalPort());
      sender.setUsername("tocsin");
      sender.setPassword("secret-of-the-relay");
      sender.getJavaMailProperties().put("mail.smtp.auth", "true");
      var refusal =
          catchThrowableOfType(
              NotTakenException.class,
              () -> channel(sender).send(delivery("Text", null, null, null, false), TO));
      assertThat(refusal.permanent()).as(refusal.getMessage()).isEqualTo(permanent);
      assertThat(refusal.getMessage()).doesNotContain("secret-of-the-relay");
      talk.cancel(true);
    }
  }

  @ParameterizedTest
  @CsvSource({"no address", "a@", "'a@b\r\nBcc: c@d'"})
  void what_is_no_address_is_not_tried_again(String address) {
    var refusal =
        catchThrowableOfType(
            NotTakenException.class,
            () ->
                channel(mail.getSmtp().getPort())
                    .send(delivery("Text", null, null, null, false), address));
    assertThat(refusal.permanent()).isTrue();
  }

  @Test
  void a_server_that_is_away_may_come_back() {
    var refusal =
        catchThrowableOfType(
            NotTakenException.class,
            () -> channel(1).send(delivery("Text", null, null, null, false), TO));
    assertThat(refusal.permanent()).isFalse();
    assertThat(refusal).hasMessageContaining("connection");
  }

  private MimeMessage sent(Delivery delivery) {
    channel(mail.getSmtp().getPort()).send(delivery, TO);
    return mail.getReceivedMessages()[0];
  }

  private MailChannel channel(int port) {
    return channel(sender(port));
  }

  private static JavaMailSenderImpl sender(int port) {
    var sender = new JavaMailSenderImpl();
    sender.setHost("127.0.0.1");
    sender.setPort(port);
    return sender;
  }

  private MailChannel channel(JavaMailSenderImpl sender) {
    var beans = new StaticListableBeanFactory(Map.of("sender", sender));
    return new MailChannel(
        beans.getBeanProvider(JavaMailSenderImpl.class),
        new NotificationProperties("Tocsin <tocsin@example.org>"),
        TOCSIN,
        callbacks);
  }

  /** A mail server that says no at one place. */
  private static void refuse(ServerSocket server, String at, String answer) {
    try (var socket = server.accept();
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      var out = socket.getOutputStream();
      out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var word = line.length() < 4 ? line : line.substring(0, 4);
        var said =
            switch (word) {
              case "EHLO" -> "250-ok\r\n250 AUTH PLAIN";
              case "DATA" -> "354 go on";
              default -> "250 ok";
            };
        said = word.equals(at) ? answer : said;
        out.write((said + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // The client has hung up.
    }
  }

  private static String part(BodyPart part, String type) throws Exception {
    assertThat(part.getContentType()).startsWith(type).containsIgnoringCase("utf-8");
    return part.getContent().toString().replace("\r\n", "\n").strip();
  }

  private static Delivery delivery(
      String body,
      @Nullable String html,
      @Nullable String ackToken,
      @Nullable String unsubscribe,
      boolean urgent) {
    return new Delivery(
        UUID.randomUUID(),
        "key",
        "INC-2026-02-10-001",
        "declared",
        "1",
        "team",
        "ada",
        "Ada Lovelace",
        "email",
        TO,
        SUBJECT,
        body,
        "<id@example.org>",
        State.PENDING,
        0,
        null,
        Outside.NOW,
        null,
        html,
        urgent,
        ackToken,
        unsubscribe,
        null,
        null,
        null,
        null);
  }
}
