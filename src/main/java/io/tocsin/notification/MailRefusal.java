package io.tocsin.notification;

import jakarta.mail.MessagingException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** Tells a mail server's final refusals from passing ones. */
final class MailRefusal {

  private static final int PERMANENT = 500;

  private MailRefusal() {}

  /** Returns what a failure means for the message. */
  static NotTakenException of(MailException failure) {
    var code = code(failure);
    if (code.isPresent() && code.getAsInt() >= PERMANENT) {
      return NotTakenException.forGood("The mail server refused it for good: " + code.getAsInt());
    }
    return NotTakenException.forNow(
        code.isPresent()
            ? "The mail server refused it for now: " + code.getAsInt()
            : "The mail server cannot be reached or did not connect as it should: "
                + reason(failure));
  }

  /** The first answer that names the receiver or the message; causes stand side by side. */
  private static OptionalInt code(MailException failure) {
    var left = new ArrayDeque<Throwable>();
    var seen = new HashSet<Throwable>();
    left.add(failure);
    while (!left.isEmpty()) {
      var next = left.removeFirst();
      if (!seen.add(next)) {
        continue;
      }
      if (next instanceof SMTPAddressFailedException refusal) {
        return OptionalInt.of(refusal.getReturnCode());
      }
      if (next instanceof SMTPSenderFailedException refusal) {
        return OptionalInt.of(refusal.getReturnCode());
      }
      add(left, next.getCause());
      if (next instanceof MessagingException messaging) {
        add(left, messaging.getNextException());
      }
      if (next instanceof MailSendException sending) {
        left.addAll(sending.getFailedMessages().values());
      }
      if (next instanceof SMTPSendFailedException refusal && left.isEmpty()) {
        return OptionalInt.of(refusal.getReturnCode());
      }
    }
    return OptionalInt.empty();
  }

  private static void add(ArrayDeque<Throwable> left, @Nullable Throwable cause) {
    if (cause != null) {
      left.add(cause);
    }
  }

  private static String reason(MailException failure) {
    return failure.getMostSpecificCause().getClass().getSimpleName();
  }
}
