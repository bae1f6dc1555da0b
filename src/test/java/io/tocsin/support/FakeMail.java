package io.tocsin.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.eclipse.angus.mail.util.CRLFOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * A mail server in the test's JVM. Mails go into its boxes without a connection: most tests send
 * many and are about something else. A test that sets another port connects in earnest.
 */
@TestConfiguration(proxyBeanMethods = false)
public class FakeMail {

  @Bean(initMethod = "start", destroyMethod = "stop")
  GreenMail greenMail() {
    return new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  @Bean
  JavaMailSenderImpl mailSender(GreenMail mail) {
    var sender = new ShortWay(mail);
    sender.setHost("127.0.0.1");
    sender.setPort(mail.getSmtp().getPort());
    sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
    return sender;
  }

  private static final class ShortWay extends JavaMailSenderImpl {

    private final GreenMail mail;

    ShortWay(GreenMail mail) {
      this.mail = mail;
    }

    @Override
    protected void doSend(MimeMessage[] messages, Object @Nullable [] originals) {
      if (getPort() != mail.getSmtp().getPort()) {
        super.doSend(messages, originals);
        return;
      }
      for (var message : messages) {
        try {
          deliver(message);
        } catch (MessagingException | IOException e) {
          throw new MailSendException("The mail cannot be delivered", e);
        }
      }
    }

    /** As the sender does it: a message keeps its id. */
    private void deliver(MimeMessage message) throws MessagingException, IOException {
      if (message.getSentDate() == null) {
        message.setSentDate(new Date());
      }
      var id = message.getMessageID();
      message.saveChanges();
      if (id != null) {
        message.setHeader("Message-ID", id);
      }
      for (var to : message.getAllRecipients()) {
        var address = ((InternetAddress) to).getAddress();
        mail.setUser(address, address, address).deliver(received(message));
      }
    }

    /** With the ends of lines that a connection would give them. */
    private static MimeMessage received(MimeMessage message)
        throws MessagingException, IOException {
      var bytes = new ByteArrayOutputStream();
      message.writeTo(new CRLFOutputStream(bytes));
      return new MimeMessage(null, new ByteArrayInputStream(bytes.toByteArray()));
    }
  }
}
