package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an incident's models stand, for people to look at. */
public interface ProcessView {

  /** Returns the activities that are active now, over all instances of an incident. */
  List<Place> places(String number);

  /** Returns the open tasks of an incident, oldest first. */
  List<OpenTask> tasks(String number);

  /** Returns the ids of the user tasks that were completed, each once. */
  Set<String> completed(String number);

  /** Returns the timers that wait, earliest first. */
  List<Timer> timers(String number);

  /** Returns the jobs whose retries are used up. */
  List<Failure> failures(String number);

  /** Returns the jobs that have failed and are tried again. */
  List<Retry> retries(String number);

  /** Returns the BPMN of the version that the incident runs on, or of the newest one. */
  String model(String process, @Nullable String number);

  /**
   * An active activity.
   *
   * @param process id of the process; processName is its name for people
   * @param name for people; null when the model gives none
   */
  record Place(String process, String processName, String activity, @Nullable String name) {}

  /**
   * An open user task.
   *
   * @param process id of the process it belongs to
   * @param groups whose members may take it
   * @param persons who may, in those groups or not
   */
  record OpenTask(
      String id,
      String process,
      String key,
      String name,
      @Nullable String assignee,
      List<String> groups,
      List<String> persons,
      Instant created,
      @Nullable Instant due) {}

  /** A timer that waits. */
  record Timer(String process, String activity, @Nullable String name, Instant due) {}

  /** A job that the engine has given up until a person retries it. */
  record Failure(
      String process, String activity, @Nullable String name, String message, Instant since) {}

  /**
   * A job that has failed, and is tried again by itself.
   *
   * @param message what it failed with last
   * @param nextAt when it is tried again; null when that is now
   */
  record Retry(
      String process,
      String activity,
      @Nullable String name,
      String message,
      @Nullable Instant nextAt) {}
}
