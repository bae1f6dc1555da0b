package io.tocsin.engine;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.transaction.managed.ManagedTransactionFactory;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.web.context.WebApplicationContext;

/**
 * The engine's statements, read on a thread of their own from the beginning of a start: to read
 * them takes a fifth of it, and needs nothing of what Spring makes meanwhile
 * (docs/adr/0037-the-engines-statements-are-read-beside-the-start.md).
 */
final class EngineStatements {

  // Made here, on the thread that starts the application: two threads never initialise the classes
  // of an engine's settings and loggers against each other.
  private final Reader reader = new Reader();
  private final FutureTask<SqlSessionFactory> reading = new FutureTask<>(reader::read);

  private EngineStatements() {
    var thread = new Thread(reading, "statements");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until they are read. What keeps them from being read keeps the engine from starting. An
   * engine that is set to read them otherwise reads them itself.
   */
  void giveTo(ProcessEngineConfigurationImpl engine) {
    if (!reader.readsAs(engine)) {
      return;
    }
    try {
      engine.setSqlSessionFactory(reading.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("The engine's statements cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the engine's statements are read", e);
    }
  }

  /** The database of the engine, which was not there yet when the statements were read. */
  static void connect(ProcessEngineConfigurationImpl engine) {
    engine
        .getSqlSessionFactory()
        .getConfiguration()
        .setEnvironment(
            new Environment("default", engine.getTransactionFactory(), engine.getDataSource()));
  }

  /** Named in META-INF/spring.factories. */
  static final class Start
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      // Commands have no engine.
      if (context instanceof WebApplicationContext) {
        context.getBeanFactory().registerSingleton("engineStatements", new EngineStatements());
      }
    }
  }

  /** Reads as an engine does, and becomes none. */
  private static final class Reader extends StandaloneProcessEngineConfiguration {

    SqlSessionFactory read() {
      setDatabaseType(DbSqlSessionFactory.POSTGRES);
      setTransactionFactory(new ManagedTransactionFactory());
      setDataSource(new DelegatingDataSource());
      initSqlSessionFactory();
      return getSqlSessionFactory();
    }

    /** All of an engine's settings that its reading depends on, but the database's type. */
    boolean readsAs(ProcessEngineConfigurationImpl engine) {
      return engine.getDatabaseTablePrefix().equals(getDatabaseTablePrefix())
          && Objects.equals(engine.getJdbcStatementTimeout(), getJdbcStatementTimeout())
          && engine.isJdbcBatchProcessing() == isJdbcBatchProcessing()
          && !engine.isUseSharedSqlSessionFactory();
    }
  }
}
