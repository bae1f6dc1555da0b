package io.tocsin.notification;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** Tells a mail server's final refusals from passing ones. */
final class MailRefusal {

  private static final int PERMANENT = 500;
  private static final int MAX_CAUSES = 50;

  /** An answer begins with its code (RFC 5321, 4.2). */
  private static final Pattern ANSWER = Pattern.compile("(\\d{3})\\b");

  private MailRefusal() {}

  /** Returns what a failure means for the message. */
  static NotTakenException of(MailException failure) {
    var code = code(all(failure));
    if (failure instanceof MailAuthenticationException) {
      return ofSignIn(code);
    }
    if (code.isPresent() && code.getAsInt() >= PERMANENT) {
      return NotTakenException.forGood("The mail server refused it for good: " + code.getAsInt());
    }
    return NotTakenException.forNow(
        code.isPresent()
            ? "The mail server refused it for now: " + code.getAsInt()
            : "No connection to the mail server, or none that works: "
                + failure.getMostSpecificCause().getClass().getSimpleName());
  }

  /** The library says the same of a wrong password, and of a server that cannot look it up. */
  private static NotTakenException ofSignIn(OptionalInt code) {
    return code.isPresent() && code.getAsInt() >= PERMANENT
        ? NotTakenException.forGood(
            "The mail server does not accept spring.mail.username and spring.mail.password: "
                + code.getAsInt())
        : NotTakenException.forNow("The mail server could not check the password");
  }

  /** What is said about the receiver or the sender tells more than what is said about the whole. */
  private static OptionalInt code(List<Throwable> failures) {
    return Stream.concat(
            failures.stream().map(MailRefusal::ofAddress),
            failures.stream().map(MailRefusal::ofAll))
        .flatMapToInt(OptionalInt::stream)
        .filter(code -> code > 0)
        .findFirst();
  }

  private static OptionalInt ofAddress(Throwable failure) {
    if (failure instanceof SMTPAddressFailedException refusal) {
      return OptionalInt.of(refusal.getReturnCode());
    }
    return failure instanceof SMTPSenderFailedException refusal
        ? OptionalInt.of(refusal.getReturnCode())
        : OptionalInt.empty();
  }

  private static OptionalInt ofAll(Throwable failure) {
    if (failure instanceof AuthenticationFailedException refusal && refusal.getMessage() != null) {
      var answer = ANSWER.matcher(refusal.getMessage());
      return answer.lookingAt()
          ? OptionalInt.of(Integer.parseInt(answer.group(1)))
          : OptionalInt.empty();
    }
    return failure instanceof SMTPSendFailedException refusal
        ? OptionalInt.of(refusal.getReturnCode())
        : OptionalInt.empty();
  }

  /** Causes do not only stand below, but also beside each other. */
  private static List<Throwable> all(MailException failure) {
    var found = new ArrayList<Throwable>(List.of(failure));
    for (int i = 0; i < found.size() && i < MAX_CAUSES; i++) {
      var next = found.get(i);
      var causes = new ArrayList<@Nullable Throwable>();
      causes.add(next.getCause());
      if (next instanceof MessagingException messaging) {
        causes.add(messaging.getNextException());
      }
      if (next instanceof MailSendException sending) {
        causes.addAll(sending.getFailedMessages().values());
      }
      for (var cause : causes) {
        if (cause != null && !found.contains(cause)) {
          found.add(cause);
        }
      }
    }
    return found;
  }
}
