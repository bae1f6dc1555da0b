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
    var yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application.yaml"));
    var settings = yaml.getObject();

    var idle =
        IDLE.matcher(settings.get("spring.datasource.hikari.connection-init-sql").toString());
    var lock =
        Duration.ofMillis(
            Long.parseLong(
                settings.get("camunda.bpm.job-execution.lock-time-in-millis").toString()));

    assertThat(idle.matches()).isTrue();
    assertThat(Duration.ofSeconds(Long.parseLong(idle.group(1)))).isLessThan(lock);
  }
}
