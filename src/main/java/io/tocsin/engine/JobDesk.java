package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs that fail or that the engine has given up, for those who mend them. */
public interface JobDesk {

  /** Returns the jobs that wait for a person, newest first. */
  List<FailedJob> failed(int atMost);

  /** Returns the ids of those of one step of a process, newest first. */
  List<String> failed(String process, String step, int atMost);

  /** Returns the id of the oldest of those of one step of a process. */
  Optional<String> firstFailed(String process, String step);

  /** Returns how many there are. */
  long failed();

  /**
   * Has a job tried again, once, in the caller's transaction.
   *
   * @throws io.tocsin.problem.NotFoundException when there is no such job
   * @throws io.tocsin.problem.ConflictException when it has not failed
   */
  FailedJob retry(String job);

  /** Returns the jobs that have failed and are tried again, the fewest attempts left first. */
  List<StillTried> stillTried(int atMost);

  /** Returns what is due and does not go on because somebody has suspended it, longest first. */
  List<SuspendedWork> suspended(int atMost);

  /**
   * Steps of one model that are due and suspended.
   *
   * @param number of their incident; null when they belong to none
   * @param process id of the process; processName is for people
   * @param steps how many
   * @param since when the first of them was due
   */
  record SuspendedWork(
      @Nullable String number, String process, String processName, int steps, Instant since) {}

  /**
   * A job that has failed at least once, and is not given up.
   *
   * @param number of its incident; null when it belongs to none
   * @param process id of the process; processName and stepName are for people
   * @param error what it failed with last
   * @param attemptsLeft after how many more failures it is given up
   * @param nextAt when it is tried again; null when that is now
   */
  record StillTried(
      String id,
      @Nullable String number,
      String process,
      String processName,
      String step,
      String stepName,
      String error,
      int attemptsLeft,
      @Nullable Instant nextAt) {}

  /**
   * A job.
   *
   * @param number of its incident; null when it belongs to none
   * @param process id of the process; processName and stepName are for people
   * @param error what it failed with
   */
  record FailedJob(
      String id,
      @Nullable String number,
      String process,
      String processName,
      String step,
      String stepName,
      String error,
      @Nullable Instant since) {}
}
