package io.tocsin.engine;

import io.tocsin.engine.model.Monitor;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class CamundaMonitorProcess implements MonitorProcess {

  /** "moni": one node at a time looks and starts. */
  private static final long LOCK = 0x6d6f6e69L;

  private final RuntimeService runtime;
  private final JdbcClient jdbc;

  CamundaMonitorProcess(RuntimeService runtime, JdbcClient jdbc) {
    this.runtime = runtime;
    this.jdbc = jdbc;
  }

  @Override
  @Transactional
  public void ensureRunning(List<String> monitors) {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
    var running =
        runtime.createProcessInstanceQuery().processDefinitionKey(Monitor.KEY).list().stream()
            .map(ProcessInstance::getBusinessKey)
            .collect(Collectors.toSet());
    monitors.stream()
        .filter(monitor -> !running.contains(monitor))
        .forEach(monitor -> runtime.startProcessInstanceByKey(Monitor.KEY, monitor));
  }
}
