package io.tocsin.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL that several processes share, as durable as one in production, which may crash. */
final class SharedDatabase implements AutoCloseable {

  private final Path data;
  private final String walSize;
  private final int port = FreePort.find();
  private EmbeddedPostgres postgres;

  SharedDatabase(Path data, String... databases) {
    this(data, "1GB", databases);
  }

  /**
   * @param walSize how much PostgreSQL writes ahead before it tidies up
   */
  SharedDatabase(Path data, String walSize, String[] databases) {
    this.data = data;
    this.walSize = walSize;
    start();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (var database : databases) {
        statement.execute("create database " + database);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** As when the machine loses power: nothing is written down, everybody is cut off. */
  void crash() {
    Postmaster.crash(data);
    close();
  }

  /** Starts it, again after a crash. */
  void start() {
    try {
      Files.createDirectories(data);
      postgres =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(Path.of("target/postgres-binaries").toFile())
              .setPGStartupWait(Duration.ofSeconds(60))
              // The library starts with both off; later settings win.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "200")
              .setServerConfig("max_wal_size", walSize)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
