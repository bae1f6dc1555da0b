package io.tocsin.support;

import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.boot.test.context.TestComponent;

/** Plays the job executor for models that belong to no incident. */
@TestComponent
public class Jobs {

  private static final int TOO_MANY = 100;

  private final RuntimeService runtime;
  private final ManagementService management;

  Jobs(RuntimeService runtime, ManagementService management) {
    this.runtime = runtime;
    this.management = management;
  }

  /**
   * Runs what waits for nothing or is due, of the instances with a value, until it comes to rest.
   */
  public void runDue(String process, String variable, Object value) {
    for (int i = 0; i < TOO_MANY; i++) {
      var job = of(process, variable, value).filter(Jobs::due).findFirst();
      if (job.isEmpty()) {
        return;
      }
      management.executeJob(job.get().getId());
    }
    throw new AssertionError("The jobs of " + process + " do not come to rest");
  }

  private Stream<Job> of(String process, String variable, Object value) {
    return runtime
        .createProcessInstanceQuery()
        .processDefinitionKey(process)
        .variableValueEquals(variable, value)
        .list()
        .stream()
        .flatMap(
            instance ->
                management.createJobQuery().processInstanceId(instance.getId()).list().stream());
  }

  private static boolean due(Job job) {
    return job.getRetries() > 0
        && (!(job instanceof TimerEntity) || !job.getDuedate().after(ClockUtil.getCurrentTime()));
  }
}
