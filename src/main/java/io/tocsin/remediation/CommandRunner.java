package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.outbound.Programs;
import org.springframework.stereotype.Component;

/** Runs the command of an action. */
@Component
class CommandRunner {

  private final Programs programs;

  CommandRunner(Programs programs) {
    this.programs = programs;
  }

  Outcome run(Action action) {
    var ended = programs.run(action.command(), action.environment(), action.timeout());
    var text =
        ActionSecrets.of(action)
            .mask(ended.output(), ended.truncated(), Programs.MAX_OUTPUT)
            .strip();
    return new Outcome(
        ended.succeeded(), text.isEmpty() ? ended.ending() : ended.ending() + "\n" + text);
  }
}
