package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.logs.LogContext;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class ClockSignalsTest {

  private final ProcessEngine engine = mock();
  private final ClockSignals signals = new ClockSignals(engine, mock());

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
    signals.changed("INC-2026-02-10-001");
    var end = TransactionSynchronizationManager.getSynchronizations().get(0);

    assertThatThrownBy(() -> end.beforeCommit(false)).hasMessage("no table");

    assertThat(MDC.get(LogContext.INCIDENT)).isEqualTo("INC-2026-02-10-001");
  }
}
