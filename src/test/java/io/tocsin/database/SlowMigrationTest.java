package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A migration that takes longer than a transaction may be idle. The database itself has to wait,
 * and the limit is shortened.
 */
@TocsinTest
class SlowMigrationTest {

  private static final String SCHEMA = "slow_migration";

  @Autowired JdbcConnectionDetails database;
  @Autowired JdbcClient jdbc;

  @Value("${spring.flyway.lock-retry-count}")
  private int attempts;

  private ApplicationContextRunner node = new ApplicationContextRunner();

  @BeforeEach
  void begin() {
    node =
        node.withInitializer(new ConfigDataApplicationContextInitializer())
            .withConfiguration(
                AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
            .withBean(PatientMigrations.class)
            .withPropertyValues(
                "spring.datasource.url=" + database.getJdbcUrl(),
                "spring.datasource.username=" + database.getUsername(),
                "spring.datasource.password=" + database.getPassword(),
                "spring.datasource.hikari.maximum-pool-size=4",
                "spring.datasource.hikari.minimum-idle=0",
                "spring.datasource.hikari.connection-init-sql"
                    + "=set idle_in_transaction_session_timeout = '500ms'",
                "spring.flyway.locations=classpath:db/slow-migration",
                "spring.flyway.default-schema=" + SCHEMA);
  }

  @AfterEach
  void end() {
    jdbc.sql("drop schema if exists " + SCHEMA + " cascade").update();
  }

  @Test
  void isFinishedByOneNodeAndWaitedForByAnother() throws Exception {
    var nodes = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> start =
          () -> {
            node.run(context -> assertThat(context).hasNotFailed());
            return 1;
          };
      var first = nodes.submit(start);
      var second = nodes.submit(start);
      assertThat(first.get() + second.get()).isEqualTo(2);
    } finally {
      nodes.shutdownNow();
    }
    assertThat(
            jdbc.sql("select count(*) from " + SCHEMA + ".flyway_schema_history where success")
                .query(Integer.class)
                .single())
        .as("the schema and its migration, once")
        .isEqualTo(2);
  }

  @Test
  void isWaitedForForAsLongAsItTakes() {
    assertThat(attempts).isEqualTo(-1);
  }
}
