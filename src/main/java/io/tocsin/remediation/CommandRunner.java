package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.outbound.Programs;
import org.springframework.stereotype.Component;

/** Runs the command of an action: an argument array, no shell, no inherited environment. */
@Component
class CommandRunner implements Executor {

  private final Programs programs;

  CommandRunner(Programs programs) {
    this.programs = programs;
  }

  @Override
  public boolean runs(Action action) {
    return !action.command().isEmpty();
  }

  @Override
  public Outcome run(Work work) {
    var action = work.action();
    var ended =
        programs.run(
            Placeholders.arguments(action.command(), work), action.environment(), action.timeout());
    var text =
        ActionSecrets.of(action)
            .mask(ended.output(), ended.truncated(), Programs.MAX_OUTPUT)
            .strip();
    var said = text.isEmpty() ? ended.ending() : ended.ending() + "\n" + text;
    // Killed in the middle: what it did before stays done.
    return ended.killed() ? Outcome.unknown(said) : new Outcome(ended.succeeded(), said);
  }
}
