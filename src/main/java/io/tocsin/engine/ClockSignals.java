package io.tocsin.engine;

import io.tocsin.engine.model.Messages;
import io.tocsin.logs.LogContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the clocks of an incident to read their deadlines afresh, and then brings its open tasks up
 * to date: once, at the end of the transaction that moved them. A command of the engine sees
 * neither what it has not written yet nor a second message to the same wait, and a form must not
 * touch the scope of its own task.
 */
@Component
class ClockSignals {

  /** What no open task shows. */
  private static final Set<String> OF_NO_TASK =
      Set.of(
          Messages.INCIDENT_CHANNEL_CHANGED,
          Messages.PLAYBOOK_FACTS_CHANGED,
          Messages.EVIDENCE_WANTED,
          Messages.EVIDENCE_PRESERVED);

  private final ProcessEngine engine;
  private final TaskLifecycle lifecycle;
  private final JdbcClient jdbc;

  ClockSignals(ProcessEngine engine, TaskLifecycle lifecycle, JdbcClient jdbc) {
    this.engine = engine;
    this.lifecycle = lifecycle;
    this.jdbc = jdbc;
  }

  /**
   * What is said to the models of an incident.
   *
   * @param variable when only the models are meant in which it has that value
   */
  private record Signal(
      String number, String message, @Nullable Variable<String> variable, @Nullable String value) {

    Signal(String number, String message) {
      this(number, message, null, null);
    }
  }

  /** Asks for the signal; asking again in the same transaction changes nothing. */
  void changed(String number) {
    ask(new Signal(number, Messages.CLOCKS_CHANGED));
  }

  /** Asks to say as well, before that, that somebody else commands the incident. */
  void commanderChanged(String number) {
    ask(new Signal(number, Messages.COMMANDER_CHANGED));
    changed(number);
  }

  /** Asks to say that something owed by a group of obligations is settled. */
  void obligationsChanged(String number, String group) {
    ask(new Signal(number, Messages.OBLIGATIONS_CHANGED, Variables.OBLIGATION_GROUP, group));
  }

  /** Asks to say that words for the public are not said any more. */
  void wordsWithdrawn(String number, String textId) {
    ask(new Signal(number, Messages.WORDS_WITHDRAWN, Variables.PUBLIC_TEXT_ID, textId));
  }

  /** Asks to say that something has changed which the channel of the incident shows. */
  void channelChanged(String number) {
    ask(new Signal(number, Messages.INCIDENT_CHANNEL_CHANGED));
  }

  /** Asks to say that it is not asked any more whether two incidents are one. */
  void mergeSettled(String older, String newer) {
    ask(new Signal(older, Messages.MERGE_SETTLED, Variables.OTHER_INCIDENT, newer));
  }

  /** Asks to say that a review is owed after all. */
  void reviewOwed(String number) {
    ask(new Signal(number, Messages.REVIEW_OWED));
  }

  /** Asks to say that the meeting of the review does not take place. */
  void meetingCalledOff(String number) {
    ask(new Signal(number, Messages.MEETING_CALLED_OFF));
  }

  /** Asks to say that another playbook is wanted, or fits. */
  void playbookChanged(String number) {
    ask(new Signal(number, Messages.PLAYBOOK_CHANGED));
  }

  /** Asks to say that more is known, so that another playbook may fit. */
  void playbookFactsChanged(String number) {
    ask(new Signal(number, Messages.PLAYBOOK_FACTS_CHANGED));
  }

  /** Asks to say that evidence of more services is to be preserved. */
  void evidenceWanted(String number) {
    ask(new Signal(number, Messages.EVIDENCE_WANTED));
  }

  /** Asks to say that a person has preserved the evidence. */
  void evidencePreserved(String number) {
    ask(new Signal(number, Messages.EVIDENCE_PRESERVED));
  }

  /** Asks to say that other mitigations are possible now. */
  void mitigationsChanged(String number) {
    ask(new Signal(number, Messages.MITIGATIONS_CHANGED));
  }

  /** Asks to bring the open tasks up to date, and nothing else. */
  void tasksChanged(String number) {
    pending().tasks(number);
  }

  /** Asks as well to give the open tasks of a group to whoever holds its role now. */
  void handedOver(String number, String group) {
    pending().tasks(number).add(group);
  }

  private void ask(Signal signal) {
    pending().add(signal);
  }

  private Pending pending() {
    var pending = (Pending) TransactionSynchronizationManager.getResource(this);
    if (pending == null) {
      pending = new Pending();
      TransactionSynchronizationManager.bindResource(this, pending);
      TransactionSynchronizationManager.registerSynchronization(pending);
    }
    return pending;
  }

  private void correlate(Signal signal) {
    for (var execution : waiting(signal)) {
      engine.getRuntimeService().messageEventReceived(signal.message(), execution);
    }
  }

  /**
   * Looks from the incident to its waits. The engine's own query leaves the order to the planner,
   * which begins with all that wait for the message while it has not heard that many incidents are
   * open; and it plans it each time.
   */
  private List<String> waiting(Signal signal) {
    var variable = signal.variable();
    return jdbc.sql(
            "select evt.execution_id_ from act_ru_execution process"
                + " cross join lateral (select id_ from act_ru_execution"
                + " where proc_inst_id_ = process.id_ and suspension_state_ = 1 offset 0) part"
                + " cross join lateral (select execution_id_ from act_ru_event_subscr"
                + " where execution_id_ = part.id_ and event_type_ = 'message' and event_name_ = ?"
                + " offset 0) evt"
                + " where process.business_key_ = ?"
                + (variable == null
                    ? ""
                    : " and exists (select from act_ru_variable where proc_inst_id_ = process.id_"
                        + " and name_ = ? and text_ = ? and task_id_ is null)")
                + " order by evt.execution_id_")
        .params(
            variable == null
                ? List.of(signal.message(), signal.number())
                : List.of(signal.message(), signal.number(), variable.name(), signal.value()))
        .query(String.class)
        .list();
  }

  private final class Pending implements TransactionSynchronization {

    private final Deque<Signal> signals = new ArrayDeque<>();

    /** Whose tasks have to be brought up to date, and the groups whose roles changed hands. */
    private final Map<String, Set<String>> tasks = new LinkedHashMap<>();

    void add(Signal signal) {
      if (!signals.contains(signal)) {
        signals.add(signal);
      }
      if (!OF_NO_TASK.contains(signal.message())) {
        tasks(signal.number());
      }
    }

    Set<String> tasks(String number) {
      return tasks.computeIfAbsent(number, any -> new HashSet<>());
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      // What a clock does when it hears the signal may move a deadline in its turn.
      while (!signals.isEmpty() || !tasks.isEmpty()) {
        if (signals.isEmpty()) {
          var number = tasks.keySet().iterator().next();
          var handedOver = tasks.remove(number);
          about(number, () -> lifecycle.refresh(number, handedOver));
        } else {
          var signal = signals.remove();
          about(signal.number(), () -> correlate(signal));
        }
      }
    }

    private void about(String number, Runnable work) {
      try {
        Unasked.run(engine, work);
      } catch (RuntimeException e) {
        // The engine has left its own steps by now, and would log a failed job without its
        // incident.
        LogContext.about(number);
        throw e;
      }
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(ClockSignals.this);
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResourceIfPossible(ClockSignals.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(ClockSignals.this, this);
    }
  }
}
