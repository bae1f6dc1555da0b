package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.MonitorProcess;
import io.tocsin.engine.model.Monitor;
import io.tocsin.support.TocsinTest;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The round of a monitor; the configuration of these tests wants none. */
@TocsinTest
class MonitorProcessTest {

  @Autowired MonitorProcess process;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired HistoryService history;

  @AfterEach
  void none() {
    running().forEach(instance -> runtime.deleteProcessInstance(instance, "test"));
  }

  @Test
  void endsAtOnceWhenTheConfigurationDoesNotWantIt() {
    process.ensureRunning(List.of("shop-api/health"));

    assertThat(running()).isEmpty();
  }

  @Test
  void leavesNoTraceInTheHistory() {
    process.ensureRunning(List.of("shop-api/health", "shop-web/health"));

    assertThat(
            history.createHistoricProcessInstanceQuery().processDefinitionKey(Monitor.KEY).count())
        .isZero();
    assertThat(ClockUtil.getCurrentTime()).isNotNull();
  }

  private List<String> running() {
    return runtime.createProcessInstanceQuery().processDefinitionKey(Monitor.KEY).list().stream()
        .map(instance -> instance.getId())
        .toList();
  }
}
