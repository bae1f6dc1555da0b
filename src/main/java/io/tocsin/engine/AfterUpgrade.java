package io.tocsin.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.stereotype.Component;

/**
 * Repeats what migrations have cleaned up, when the last older node has gone: until then it wrote
 * on as before. A file of {@code db/after-upgrade} changes nothing when it is run once more, and is
 * deleted with the release after the next.
 */
@Component
class AfterUpgrade {

  private final DataSource database;
  private final Atomic atomic;
  private final ApplicationEventPublisher events;

  AfterUpgrade(DataSource database, Atomic atomic, ApplicationEventPublisher events) {
    this.database = database;
    this.atomic = atomic;
    this.events = events;
  }

  /** Runs all files, and what asks for {@link OlderNodesGone}, in one transaction. */
  void run() {
    var files = new ResourceDatabasePopulator();
    files.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
    try {
      files.setScripts(
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:db/after-upgrade/*.sql"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    atomic.run(
        () -> {
          files.execute(database);
          events.publishEvent(new OlderNodesGone());
        });
  }
}
