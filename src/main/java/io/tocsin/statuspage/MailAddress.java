package io.tocsin.statuspage;

import io.tocsin.problem.InvalidInputException;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An e-mail address as somebody typed it, in the one form in which it is kept. */
final class MailAddress {

  private static final int LONGEST = 254;
  private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

  private MailAddress() {}

  /**
   * Returns the address in small letters, its domain as the network writes it. Whoever writes
   * theirs in capitals is not subscribed twice.
   *
   * @throws InvalidInputException when it is none
   */
  static String of(@Nullable String typed) {
    var text = typed == null ? "" : typed.strip();
    var at = text.lastIndexOf('@');
    if (at > 0 && text.length() <= LONGEST) {
      var local = text.substring(0, at);
      var domain = domain(text.substring(at + 1));
      var address = (local + "@" + domain).toLowerCase(Locale.ROOT);
      if (LOCAL.matcher(local).matches()
          && !local.startsWith(".")
          && !local.endsWith(".")
          && !local.contains("..")
          && DOMAIN.matcher(domain).matches()
          && address.length() <= LONGEST) {
        return address;
      }
    }
    throw new InvalidInputException("email", "give an e-mail address, such as ada@example.org");
  }

  private static String domain(String typed) {
    try {
      return IDN.toASCII(typed, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
