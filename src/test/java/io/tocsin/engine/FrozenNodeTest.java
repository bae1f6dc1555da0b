package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** A node that freezes in the middle of a transaction. */
class FrozenNodeTest {

  private static final Pattern IDLE =
      Pattern.compile("set idle_in_transaction_session_timeout = '(\\d+)s'");

  @Test
  void losesItsRowsBeforeAnotherTakesItsJobs() {
    var lock = Duration.ofMillis(number("camunda.bpm.job-execution.lock-time-in-millis"));

    assertThat(idle()).isLessThan(lock);
  }

  /** Whatever waits for a row gets it when the other's session ends, and not an error before. */
  @Test
  void isNotTakenForADatabaseThatHasVanished() {
    var silence =
        Duration.ofSeconds(number("spring.datasource.hikari.data-source-properties.socketTimeout"));

    assertThat(silence).isGreaterThan(idle().multipliedBy(2));
  }

  private static Duration idle() {
    var idle = IDLE.matcher(setting("spring.datasource.hikari.connection-init-sql"));
    assertThat(idle.matches()).isTrue();
    return Duration.ofSeconds(Long.parseLong(idle.group(1)));
  }

  private static long number(String key) {
    return Long.parseLong(setting(key));
  }

  private static String setting(String key) {
    var yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application.yaml"));
    return yaml.getObject().get(key).toString();
  }
}
