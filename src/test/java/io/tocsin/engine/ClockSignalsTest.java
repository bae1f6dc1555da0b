package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.tocsin.logs.LogContext;
import java.util.Set;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class ClockSignalsTest {

  private static final String NUMBER = "INC-2026-02-10-001";

  private final ProcessEngine engine = mock(RETURNS_DEEP_STUBS);
  private final TaskLifecycle lifecycle = mock();
  private final JdbcClient jdbc = mock(RETURNS_DEEP_STUBS);
  private final ClockSignals signals = new ClockSignals(engine, lifecycle, jdbc);

  @AfterEach
  void leave() {
    MDC.clear();
    TransactionSynchronizationManager.clear();
    TransactionSynchronizationManager.unbindResourceIfPossible(signals);
  }

  @Test
  void whatIsLoggedOfASignalThatFailsAtTheEndOfATransactionNamesItsIncident() {
    when(engine.getProcessEngineConfiguration()).thenThrow(new IllegalStateException("no table"));
    TransactionSynchronizationManager.initSynchronization();
    signals.changed(NUMBER);

    assertThatThrownBy(this::commit).hasMessage("no table");

    assertThat(MDC.get(LogContext.INCIDENT)).isEqualTo(NUMBER);
  }

  @Test
  void theOpenTasksAreBroughtUpToDateOnceHoweverMuchHasChanged() throws Exception {
    engineRuns();
    TransactionSynchronizationManager.initSynchronization();
    signals.handedOver(NUMBER, TeamGroups.COMMANDER);
    signals.commanderChanged(NUMBER);
    signals.mitigationsChanged(NUMBER);
    signals.tasksChanged(NUMBER);
    verifyNoInteractions(lifecycle);

    commit();

    verify(lifecycle).refresh(NUMBER, Set.of(TeamGroups.COMMANDER));
    verifyNoMoreInteractions(lifecycle);
  }

  @Test
  void whatNoTaskShowsBringsNoneUpToDate() throws Exception {
    engineRuns();
    TransactionSynchronizationManager.initSynchronization();
    signals.channelChanged(NUMBER);
    signals.playbookFactsChanged(NUMBER);

    commit();

    verifyNoInteractions(lifecycle);
  }

  private void engineRuns() throws Exception {
    var configuration = mock(ProcessEngineConfigurationImpl.class);
    var executor = mock(CommandExecutor.class);
    var context = mock(CommandContext.class);
    when(engine.getProcessEngineConfiguration()).thenReturn(configuration);
    when(configuration.getCommandExecutorTxRequired()).thenReturn(executor);
    when(executor.execute(any()))
        .thenAnswer(call -> call.<Command<?>>getArgument(0).execute(context));
    when(context.runWithoutAuthorization(ArgumentMatchers.<Callable<?>>any()))
        .thenAnswer(call -> call.<Callable<?>>getArgument(0).call());
  }

  private void commit() {
    TransactionSynchronizationManager.getSynchronizations().get(0).beforeCommit(false);
  }
}
