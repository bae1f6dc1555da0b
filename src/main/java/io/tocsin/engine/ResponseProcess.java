package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an incident, told to its running model. Each call joins the caller's
 * transaction; the incident's record is written first, because models read it afresh.
 */
public interface ResponseProcess {

  /**
   * A new incident was declared: starts its response.
   *
   * @param number the incident's number, the business key of all its instances
   * @param audiences the audiences whose update clocks run
   */
  void declared(String number, List<String> audiences);

  /** A person took the incident: the clocks read it afresh and the open triage task is theirs. */
  void acknowledged(String number, String person);

  /** The severity differs now: clocks re-arm, the new path runs, open tasks are renamed. */
  void severityChanged(String number);

  /**
   * A deadline of the incident may have moved: clocks re-arm, open tasks show what is due now. The
   * incident was paused, triaged or handed over, for example.
   */
  void clocksChanged(String number);

  /**
   * A role was given or handed over: open tasks of the role follow. A question about the command
   * that is open ends when the command is given elsewhere.
   *
   * @param group the role's group, whose tasks they are
   */
  void roleAssigned(String number, String group);

  /**
   * Something that is owed after the incident was settled outside its own task: the task shrinks or
   * ends.
   *
   * @param group of the obligation: those of one role with one deadline
   */
  void obligationsChanged(String number, String group);

  /** Returns whether the watch after the resolution is over and the review has begun. */
  boolean reviewing(String number);

  /** Returns whether only the closure is left: no review comes any more. */
  boolean closing(String number);

  /** The policy owes a review that nobody has written. If the closing waits, it is asked for. */
  void reviewOwed(String number);

  /**
   * The meeting of the review does not take place. While the review is written, it is asked for.
   */
  void meetingCalledOff(String number);

  /**
   * An update to an audience was written outside the clock's own task.
   *
   * @return whether a clock heard it and sends it
   */
  boolean updateWritten(String number, String audience);

  /** A person asked for the next step of the ladder. */
  void escalationRequested(String number);

  /**
   * A person says that it is resolved: the health gate decides.
   *
   * @return whether the model was waiting for it; false while a gate is already running
   */
  boolean resolveRequested(String number);

  /**
   * The incident was dismissed outside triage.
   *
   * @return whether the model heard it or has ended; false while it goes from one phase to the next
   */
  boolean dismissed(String number);

  /** The incident was ended from wherever it stood: its response ends with all that waits in it. */
  void abandoned(String number, String reason);

  /**
   * The incident was merged into another outside triage.
   *
   * @return whether the model heard it or has ended; false while it goes from one phase to the next
   */
  boolean merged(String number);

  /**
   * The incident was reopened after it had been resolved.
   *
   * @return whether the model heard it; it does not while it goes from one phase to the next
   */
  boolean reopened(String number);

  /** The ticket was linked outside its task, which need not be done any more. */
  void ticketLinked(String number);

  /** All alerts of the incident have resolved by themselves. */
  void alertsResolved(String number);

  /** An alert fires: nobody has to decide any more whether all of it has gone by itself. */
  void alertFires(String number);

  /**
   * An alert fired while the incident was being watched.
   *
   * @return whether somebody hears of it: the watch did, in the midst of a check too and just after
   *     a decision not to reopen, or a decision on reopening is open already
   */
  boolean alertFiredAgain(String number);

  /**
   * It is to be decided by another time whether the incident is reopened. While nobody is asked it
   * changes nothing.
   *
   * @param by when, of a question that was asked at the first instant and is due by the second one
   */
  void reopeningDue(String number, BinaryOperator<Instant> by);

  /**
   * A message is to be delivered; done by a job of the engine after this transaction commits.
   *
   * @param number the incident it belongs to; null when it belongs to none
   */
  void deliver(@Nullable String number, String deliveryId);

  /**
   * An update that nobody has written in time goes to somebody else as well.
   *
   * @param group whose task it is now too
   * @param person who has it now; null leaves it with whoever has it
   * @return false when it was theirs before
   */
  boolean updateHandedOver(String number, String audience, String group, @Nullable String person);

  /** Words for the public were written or drafted: they go out when they are released. */
  void wordsWritten(String number, String textId);

  /** Words for the public are not said any more: what waits for them ends. */
  void wordsWithdrawn(String number, String textId);

  /**
   * An approver has released words or sent them back in another way than the form: the task that
   * asked for it is done.
   *
   * @param approver group that was asked
   * @param changed whether others have to be asked anew
   */
  void wordsJudged(String number, String textId, String approver, boolean changed);

  /** Messages of an incident need not wait any longer: what they wait for has changed. */
  void deliverNow(String number, List<String> deliveryIds);

  /** Something was said to the public; a job of the engine tells a provider's page the same. */
  void pushStatus(String number, String postId);

  /** Returns whether a post is being pushed, or its push waits for a person. */
  boolean isPushed(String postId);

  /**
   * Others may read a restricted incident now: its open tasks are shown to them, at the end of this
   * transaction.
   */
  void readersChanged(String number);

  /**
   * Another playbook is to be followed, or none, or another one fits best: the model looks afresh,
   * at the end of this transaction.
   */
  void playbookChanged(String number);

  /**
   * More is known of the incident: whether another playbook fits best now is looked at by a job.
   */
  void playbookFactsChanged(String number);

  /**
   * A service has joined a security incident after its evidence was listed: a job preserves what is
   * in no list yet.
   */
  void evidenceWanted(String number);

  /** A person says that the evidence is preserved: nobody is asked for the rest of it any more. */
  void evidencePreserved(String number);

  /**
   * What may be done about the incident is not the same any more: a choice of the mitigation that
   * is open is proposed anew, at the end of this transaction.
   */
  void mitigationsChanged(String number);

  /** The facts shown in open tasks have changed. */
  void factsChanged(String number);
}
