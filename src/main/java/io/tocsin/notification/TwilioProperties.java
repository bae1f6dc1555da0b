package io.tocsin.notification;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Text messages and calls by Twilio, {@code tocsin.notification.twilio}.
 *
 * @param accountSid of the account, not of an API key: callbacks are signed with its token
 * @param authToken secret
 * @param from number of ours, in E.164
 * @param timeout for a whole call
 * @param machineDetection whether Twilio listens for answering machines; it costs a little, and a
 *     second or two before the text is said
 */
@ConfigurationProperties(TwilioProperties.PREFIX)
record TwilioProperties(
    @DefaultValue("https://api.twilio.com") URI baseUrl,
    @Nullable String accountSid,
    @Nullable String authToken,
    @Nullable String from,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("false") boolean machineDetection) {

  static final String PREFIX = "tocsin.notification.twilio";

  private static final Pattern SID = Pattern.compile("AC[A-Za-z0-9]+");
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");

  TwilioProperties {
    baseUrl = Setting.web(PREFIX + ".base-url", baseUrl);
    accountSid = Setting.text(accountSid);
    authToken = Setting.text(authToken);
    from = Setting.text(from);
    timeout = Setting.timeout(PREFIX, timeout);
    if (Stream.of(accountSid, authToken, from).anyMatch(value -> value != null)) {
      var sid = Setting.required(PREFIX + ".account-sid", accountSid);
      var token = Setting.required(PREFIX + ".auth-token", authToken);
      var number = Setting.required(PREFIX + ".from", from);
      if (!SID.matcher(sid).matches()) {
        throw new IllegalArgumentException(
            PREFIX + ".account-sid: must be the SID of an account, which begins with AC");
      }
      if (!PHONE.matcher(number).matches()) {
        throw new IllegalArgumentException(
            PREFIX + ".from: '" + number + "' is not E.164, such as +4930123456");
      }
      authToken = token;
    }
  }

  boolean configured() {
    return accountSid != null;
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "TwilioProperties[" + (from == null ? "none" : from) + "]";
  }
}
