package io.tocsin.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often a password may be tried, {@code tocsin.security.sign-in}. Only wrong ones count.
 *
 * @param pair for one account from one address
 * @param account for one account from all addresses that it has not signed in from before
 * @param address for all accounts from one address
 */
@ConfigurationProperties("tocsin.security.sign-in")
record SignInProperties(
    @DefaultValue Pair pair, @DefaultValue Account account, @DefaultValue Address address) {

  /** So many at once, then one more after each span. */
  interface Rate {
    int burst();

    Duration every();
  }

  /** The rate of an account from an address. */
  record Pair(@DefaultValue("5") int burst, @DefaultValue("15s") Duration every) implements Rate {
    Pair {
      check("pair", burst, every);
    }
  }

  /** The rate of an account. */
  record Account(@DefaultValue("20") int burst, @DefaultValue("10s") Duration every)
      implements Rate {
    Account {
      check("account", burst, every);
    }
  }

  /** The rate of an address. */
  record Address(@DefaultValue("50") int burst, @DefaultValue("5s") Duration every)
      implements Rate {
    Address {
      check("address", burst, every);
    }
  }

  /** A longer wait would be a way to shut people out. */
  private static void check(String what, int burst, Duration every) {
    if (burst < 1 || every.isNegative() || every.isZero() || every.toSeconds() > 60) {
      throw new IllegalArgumentException(
          "tocsin.security.sign-in.%s: burst is at least 1, every more than 0s and at most 60s"
              .formatted(what));
    }
  }
}
