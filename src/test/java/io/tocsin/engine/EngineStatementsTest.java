package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.transaction.managed.ManagedTransactionFactory;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The engine runs on statements that were read before it was there. */
@TocsinTest
class EngineStatementsTest {

  @Autowired ProcessEngine engine;

  @Test
  void runOnTheDatabaseAndInTheTransactionsOfTheEngine() {
    var settings = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    var statements = settings.getSqlSessionFactory().getConfiguration();

    assertThat(statements.getEnvironment().getDataSource()).isSameAs(settings.getDataSource());
    assertThat(statements.getEnvironment().getTransactionFactory())
        .isSameAs(settings.getTransactionFactory())
        .isInstanceOf(ManagedTransactionFactory.class);
  }

  @Test
  void areThoseThatTheEngineWouldHaveRead() {
    var settings = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    var statements = settings.getSqlSessionFactory().getConfiguration();
    var own = new OwnReading().of(settings).getConfiguration();

    assertThat(statements.getMappedStatementNames())
        .containsExactlyInAnyOrderElementsOf(own.getMappedStatementNames());
    assertThat(statements.getVariables()).isEqualTo(own.getVariables());
    assertThat(statements.getDefaultStatementTimeout()).isEqualTo(own.getDefaultStatementTimeout());
    assertThat(statements.getDefaultExecutorType())
        .isEqualTo(own.getDefaultExecutorType())
        .isEqualTo(ExecutorType.BATCH);
  }

  @Test
  void areReadByAnEngineThatIsSetToReadThemOtherwise(@Autowired EngineStatements statements) {
    var as = new StandaloneProcessEngineConfiguration();
    var otherwise = new StandaloneProcessEngineConfiguration();
    otherwise.setJdbcStatementTimeout(30);

    statements.giveTo(as);
    statements.giveTo(otherwise);

    assertThat(as.getSqlSessionFactory()).isNotNull();
    assertThat(otherwise.getSqlSessionFactory()).isNull();
  }

  /** What an engine with the same settings reads when nobody has read for it. */
  private static final class OwnReading extends StandaloneProcessEngineConfiguration {

    SqlSessionFactory of(ProcessEngineConfigurationImpl settings) {
      setDatabaseType(settings.getDatabaseType());
      setDatabaseTablePrefix(settings.getDatabaseTablePrefix());
      setJdbcStatementTimeout(settings.getJdbcStatementTimeout());
      setJdbcBatchProcessing(settings.isJdbcBatchProcessing());
      setTransactionFactory(settings.getTransactionFactory());
      setDataSource(settings.getDataSource());
      initSqlSessionFactory();
      return getSqlSessionFactory();
    }
  }
}
