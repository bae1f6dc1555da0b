package io.tocsin.e2e;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Nodes in processes of their own, on one PostgreSQL, with the services and people of the sample.
 */
final class Cluster implements AutoCloseable {

  private final Path data;
  private final SharedDatabase database;
  private final HikariDataSource pool;
  private final List<ChildJvm> nodes = new ArrayList<>();
  final List<String> bases = new ArrayList<>();
  final JdbcClient jdbc;

  Cluster(String folder) {
    data = Path.of("target", folder, UUID.randomUUID().toString());
    database = new SharedDatabase(data.resolve("postgres"), "tocsin");
    pool = new HikariDataSource();
    pool.setJdbcUrl(database.url("tocsin"));
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(2);
    jdbc = JdbcClient.create(pool);
  }

  /** Adds a node, which does not run yet. */
  int add(Class<?> program, String... settings) {
    var port = FreePort.find();
    var path = ChildJvm.classPath();
    var arguments = new ArrayList<String>();
    arguments.addAll(
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC", "-cp", path));
    arguments.add(program.getName());
    arguments.add("--server.port=" + port);
    arguments.add("--spring.datasource.url=" + database.url("tocsin"));
    arguments.add("--spring.datasource.username=postgres");
    arguments.add("--spring.datasource.hikari.maximum-pool-size=50");
    arguments.add("--tocsin.data-dir=" + data);
    arguments.add("--tocsin.sample.history=false");
    arguments.addAll(Arrays.asList(settings));
    var base = "http://127.0.0.1:" + port;
    bases.add(base);
    nodes.add(
        new ChildJvm(
            arguments,
            data.resolve("node%d.log".formatted(nodes.size())),
            base + "/actuator/health/readiness"));
    return nodes.size() - 1;
  }

  void start(int node) {
    nodes.get(node).start();
  }

  /** In good order. */
  void stop(int node) {
    nodes.get(node).stop();
  }

  @Override
  public void close() {
    nodes.forEach(ChildJvm::kill);
    pool.close();
    database.close();
  }
}
