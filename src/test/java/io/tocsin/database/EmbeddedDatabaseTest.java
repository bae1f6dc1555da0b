package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.database.EmbeddedDatabase.EmbeddedDatabaseException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The PostgreSQL that comes along. */
class EmbeddedDatabaseTest {

  private static final Path BINARIES = Path.of("target/postgres-binaries");

  private final EmbeddedDatabase database = new EmbeddedDatabase();

  @TempDir Path data;

  @Test
  void isDurableAndKeepsItsData() throws Exception {
    try (var first = start(data, 0)) {
      assertThat(ask(first, "show fsync")).isEqualTo("on");
      assertThat(ask(first, "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(first, "show listen_addresses")).isEqualTo("127.0.0.1");
      ask(first, "create table kept as select 42 as answer; select 1");
    }
    try (var second = start(data, 0)) {
      assertThat(ask(second, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void saysSoWhenAnotherTocsinUsesTheFolder() throws Exception {
    try (var first = start(data, 0)) {
      assertThat(first.getPort()).isPositive();
      assertThatExceptionOfType(EmbeddedDatabaseException.class)
          .isThrownBy(() -> start(data, freePort()))
          .withMessageContaining("Another Tocsin already runs on the data folder")
          .withMessageContaining("tocsin.data-dir")
          .withMessageContaining("SPRING_DATASOURCE_URL");
    }
  }

  @Test
  void saysSoWhenAnotherPostgresHasThePort(@TempDir Path other) throws Exception {
    try (var first = start(other, 0)) {
      assertThatExceptionOfType(EmbeddedDatabaseException.class)
          .isThrownBy(() -> start(data, first.getPort()))
          .withMessageContaining("Port " + first.getPort() + " is taken")
          .withMessageContaining("tocsin.embedded-postgres.port");
    }
  }

  @Test
  void isNeverStartedWhenADatasourceIsConfigured() {
    new ApplicationContextRunner()
        .withUserConfiguration(EmbeddedDatabase.class)
        .withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.org/tocsin")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(EmbeddedPostgres.class)
                    .doesNotHaveBean(JdbcConnectionDetails.class));
  }

  private EmbeddedPostgres start(Path folder, int port) {
    return database.embeddedPostgres(folder, port, BINARIES);
  }

  private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      var hasRows = statement.execute(sql);
      while (!hasRows && (statement.getMoreResults() || statement.getUpdateCount() != -1)) {
        hasRows = statement.getResultSet() != null;
      }
      var rows = statement.getResultSet();
      rows.next();
      return rows.getString(1);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
