package io.tocsin.security;

import io.tocsin.hash.Sha256;
import io.tocsin.security.SignInProperties.Rate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How often a password may be tried: by account and address, by account, by address. Kept in the
 * database and by its clock, so that all nodes count together. A try is taken before the password
 * is looked at and given back when it was right: many at the same time count as many.
 */
@Component
class SignInLimits {

  /** One sign-in of so many clears away what counts for nothing. */
  private static final int SELDOM = 100;

  private final SignInProperties rates;
  private final JdbcClient jdbc;
  private final TransactionTemplate apart;

  SignInLimits(SignInProperties rates, JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.rates = rates;
    this.jdbc = jdbc;
    this.apart = new TransactionTemplate(transactions);
    this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * Takes one try.
   *
   * @return empty when it may be made, else how long to wait. A refused try counts nowhere, so that
   *     trying on does not prolong the wait
   */
  Optional<Duration> take(String user, String address) {
    return Optional.ofNullable(
        apart.execute(
            tx -> {
              for (var limit : limits(user, address).entrySet()) {
                if (!take(limit.getKey(), limit.getValue())) {
                  tx.setRollbackOnly();
                  return wait(limit.getKey(), limit.getValue());
                }
              }
              return null;
            }));
  }

  /** Gives a try back: the password was right. */
  void right(String user, String address) {
    apart.executeWithoutResult(
        tx -> {
          limits(user, address)
              .forEach(
                  (key, rate) ->
                      jdbc.sql(
                              "update sign_in_limit set full_until = full_until"
                                  + " - cast(? as interval) where key = ?")
                          .params(rate.every().toString(), key)
                          .update());
          jdbc.sql("delete from sign_in_limit where key = ?").param(pair(user, address)).update();
          jdbc.sql(
                  "insert into sign_in_place as known (key, last_at) values (?, now())"
                      + " on conflict (key) do update set last_at = now()"
                      + " where known.last_at < now() - interval '1 hour'")
              .param(pair(user, address))
              .update();
        });
    if (ThreadLocalRandom.current().nextInt(SELDOM) == 0) {
      clear();
    }
  }

  /** Forgets what counts for nothing, and places that were not used for long. */
  void clear() {
    jdbc.sql("delete from sign_in_limit where full_until < now() - interval '1 hour'").update();
    jdbc.sql("delete from sign_in_place where last_at < now() - interval '90 days'").update();
  }

  /** In an order that is always the same: two transactions never wait for each other. */
  private Map<String, Rate> limits(String user, String address) {
    var limits = new LinkedHashMap<String, Rate>();
    if (!isKnown(user, address)) {
      limits.put(account(user), rates.account());
    }
    limits.put(key("address", network(address)), rates.address());
    limits.put(pair(user, address), rates.pair());
    return limits;
  }

  private boolean isKnown(String user, String address) {
    return jdbc.sql("select exists (select from sign_in_place where key = ?)")
        .param(pair(user, address))
        .query(Boolean.class)
        .single();
  }

  private boolean take(String key, Rate rate) {
    return jdbc.sql(
                "insert into sign_in_limit as known (key, full_until)"
                    + " values (:key, now() + cast(:cost as interval))"
                    + " on conflict (key) do update"
                    + " set full_until = greatest(known.full_until, now()) + cast(:cost as interval)"
                    + " where known.full_until + cast(:cost as interval)"
                    + "   <= now() + :burst * cast(:cost as interval)")
            .param("key", key)
            .param("cost", rate.every().toString())
            .param("burst", rate.burst())
            .update()
        == 1;
  }

  private Duration wait(String key, Rate rate) {
    var seconds =
        jdbc.sql(
                "select extract(epoch from full_until + cast(:cost as interval) - now()"
                    + " - :burst * cast(:cost as interval)) from sign_in_limit where key = :key")
            .param("key", key)
            .param("cost", rate.every().toString())
            .param("burst", rate.burst())
            .query(Double.class)
            .single();
    return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
  }

  static String account(String user) {
    return key("account", user.toLowerCase(Locale.ROOT));
  }

  static String pair(String user, String address) {
    return key("pair", user.toLowerCase(Locale.ROOT) + "\n" + network(address));
  }

  /** Hashed: people type passwords into the field of the name, and addresses are personal data. */
  private static String key(String kind, String what) {
    return kind + ":" + Sha256.hex(what);
  }

  /** Whoever has an address of IPv6 has 2^64 of them. */
  static String network(String address) {
    try {
      // Never a name, which would be looked up: it is what the connection has.
      return address.indexOf(':') >= 0 && InetAddress.getByName(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8))
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
