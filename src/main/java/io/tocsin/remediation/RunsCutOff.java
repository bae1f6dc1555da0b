package io.tocsin.remediation;

import io.tocsin.engine.ActionCutOff;
import io.tocsin.engine.ActionProcess;
import io.tocsin.remediation.ActionRequests.ActionRequest;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A run that its model no longer waits for is watched on: it keeps the service until its end. */
@Component
class RunsCutOff {

  private final ActionRequests requests;
  private final ActionRuns runs;
  private final ActionProcess process;
  private final Clock clock;

  RunsCutOff(ActionRequests requests, ActionRuns runs, ActionProcess process, Clock clock) {
    this.requests = requests;
    this.runs = runs;
    this.process = process;
    this.clock = clock;
  }

  /** Its own run, and an earlier one that it asked about. */
  @EventListener
  void on(ActionCutOff cut) {
    // Whatever stands in the variables, an incident can be ended.
    var own = requests.find(cut.incident(), cut.request()).map(ActionRequest::key);
    Stream.concat(own.stream(), Stream.ofNullable(cut.run()))
        .distinct()
        .forEach(key -> watch(key, cut.byWorker()));
  }

  /** An end that nobody will hear of any more is asked about at once. */
  private void watch(String key, boolean unheard) {
    runs.open(key)
        .filter(open -> !process.watched(key))
        .ifPresent(
            open ->
                process.watch(
                    open.incident(), key, unheard || open.over() ? clock.instant() : open.limit()));
  }
}
