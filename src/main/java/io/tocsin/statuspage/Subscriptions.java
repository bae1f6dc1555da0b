package io.tocsin.statuspage;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Service;
import io.tocsin.hash.Sha256;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.notification.Notifications;
import io.tocsin.people.Addressee;
import io.tocsin.people.Hours;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is told by e-mail what the page says. A subscription counts once its address has confirmed
 * it; nobody can learn from here who is subscribed.
 */
@org.springframework.stereotype.Service
@Transactional
class Subscriptions {

  static final String EVENT = "subscription-confirm";

  private static final String BY_MAIL = "email";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int TOKEN_BYTES = 32;
  private static final int LONGEST_TOKEN = 100;

  /** Any number: one request after the other, so that the limits hold. */
  private static final long LOCK = 7_246_351_001L;

  /** What becomes of a request. */
  enum Outcome {
    /** A mail was sent, or none because one was sent lately: the reader cannot tell. */
    TAKEN,
    TOO_MANY
  }

  /** Somebody who gets mails. */
  private record Subscriber(UUID id, String email, String token) {}

  /** What waits for its confirmation. */
  private record Request(UUID id, String email, List<String> services) {}

  private final JdbcClient jdbc;
  private final Notifications notifications;
  private final Catalog catalog;
  private final StatusPageProperties properties;
  private final String base;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Subscriptions(
      JdbcClient jdbc,
      Notifications notifications,
      Catalog catalog,
      StatusPageProperties properties,
      IncidentProperties addresses,
      Clock clock) {
    this.jdbc = jdbc;
    this.notifications = notifications;
    this.catalog = catalog;
    this.properties = properties;
    this.base = addresses.baseUrl();
    this.clock = clock;
  }

  /**
   * Asks the holder of an address whether they want to be told.
   *
   * @param email checked
   * @param components public ids; unknown ones are left out, none means all
   * @param network address that the request came from
   */
  Outcome ask(String email, List<String> components, String network) {
    var limits = properties.subscriptions();
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> n).list();
    jdbc.sql("delete from subscription_request where asked_at < ?")
        .param(before(limits.confirmWithin()))
        .update();
    var from = Sha256.of(network);
    var lately =
        jdbc.sql("select network from subscription_request where asked_at > ?")
            .param(before(HOUR))
            .query((row, n) -> row.getBytes("network"))
            .list();
    if (lately.size() >= limits.perHour()
        || lately.stream().filter(other -> Arrays.equals(other, from)).count()
            >= limits.perNetwork()) {
      return Outcome.TOO_MANY;
    }
    var mailed =
        jdbc.sql("select count(*) from subscription_request where email = ? and asked_at > ?")
            .params(email, before(limits.mailEvery()))
            .query(Integer.class)
            .single();
    if (mailed == 0) {
      mail(email, services(components), from);
    }
    return Outcome.TAKEN;
  }

  /** Returns whether a token waits for its confirmation. */
  @Transactional(readOnly = true)
  boolean waits(String token) {
    return request(token).isPresent();
  }

  /**
   * Confirms what was asked for; an earlier subscription of the address is replaced.
   *
   * @return false when the token is unknown, used or too old
   */
  boolean confirm(String token) {
    var request = request(token);
    request.ifPresent(
        asked -> {
          jdbc.sql(
                  "insert into status_subscriber (id, email, services, token, confirmed_at)"
                      + " values (?, ?, ?, ?, ?) on conflict (email) do update"
                      + " set services = excluded.services, confirmed_at = excluded.confirmed_at")
              .params(
                  UUID.randomUUID(),
                  asked.email(),
                  asked.services().toArray(String[]::new),
                  token(),
                  Timestamp.from(clock.instant()))
              .update();
          jdbc.sql("delete from subscription_request where email = ?")
              .param(asked.email())
              .update();
        });
    return request.isPresent();
  }

  /** Ends a subscription; done already is done. Mails that were promised before are not sent. */
  void end(String token) {
    jdbc.sql("delete from status_subscriber where token = ? returning id")
        .param(token)
        .query(UUID.class)
        .optional()
        .ifPresent(id -> notifications.stopCustomer(recipient(id)));
  }

  /** Returns who is to hear of what happens to some services. */
  @Transactional(readOnly = true)
  List<Addressee> of(List<String> services) {
    return jdbc
        .sql(
            "select id, email, token from status_subscriber"
                + " where services = '{}' or services && cast(? as text[]) order by email")
        .param(services.toArray(String[]::new))
        .query(Subscriptions::toSubscriber)
        .list()
        .stream()
        .map(
            one ->
                new Addressee(
                    recipient(one.id()),
                    "a subscriber of the status page",
                    one.email(),
                    null,
                    null,
                    Hours.ALWAYS,
                    Links.unsubscribe(base, one.token())))
        .toList();
  }

  private static String recipient(UUID subscriber) {
    return "subscriber:" + subscriber;
  }

  private void mail(String email, List<String> services, byte[] network) {
    var id = UUID.randomUUID();
    var token = token();
    jdbc.sql(
            "insert into subscription_request (id, email, services, token_hash, network, asked_at)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(
            id,
            email,
            services.toArray(String[]::new),
            Sha256.of(token),
            network,
            Timestamp.from(clock.instant()))
        .update();
    notifications.send(
        EVENT + "/" + id,
        EVENT,
        BY_MAIL,
        new Addressee("subscription:" + id, "somebody who subscribes", email, null),
        Map.of("confirmUrl", Links.confirm(base, token), "pageName", properties.title()));
  }

  private Optional<Request> request(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    return jdbc.sql(
            "select id, email, services from subscription_request"
                + " where token_hash = ? and asked_at >= ?")
        .params(Sha256.of(token), before(properties.subscriptions().confirmWithin()))
        .query(Subscriptions::toRequest)
        .optional();
  }

  private List<String> services(List<String> components) {
    return catalog.services().stream()
        .filter(service -> service.statusPage() != null)
        .map(Service::id)
        .filter(id -> components.contains(Opaque.id("component", id)))
        .toList();
  }

  private Timestamp before(Duration age) {
    return Timestamp.from(clock.instant().minus(age));
  }

  private String token() {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Request toRequest(ResultSet row, int n) throws SQLException {
    return new Request(
        row.getObject("id", UUID.class),
        row.getString("email"),
        List.of((String[]) row.getArray("services").getArray()));
  }

  private static Subscriber toSubscriber(ResultSet row, int n) throws SQLException {
    return new Subscriber(
        row.getObject("id", UUID.class), row.getString("email"), row.getString("token"));
  }
}
