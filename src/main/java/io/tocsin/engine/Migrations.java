package io.tocsin.engine;

import io.tocsin.problem.ConflictException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moves running instances of a process from one of its versions to another. */
public interface Migrations {

  /**
   * Returns what moving would mean, without doing anything.
   *
   * @param also activities of the source to go on elsewhere in the target, beside the equal ones
   *     and instead of them
   */
  Plan plan(Route route, Map<String, String> also);

  /** Returns the instances that run on a version, those of an incident first, by number. */
  List<Running> running(String version);

  /**
   * Returns where an instance is: ids of activities, scopes included, by the engine's ids of what
   * runs in them, which stay the same when it is moved; empty when it has ended.
   */
  Map<String, String> places(String instance);

  /** Returns the activities of the source that go on as they are in the target, by their ids. */
  Set<String> kept(Route route);

  /**
   * Tries instances without moving them.
   *
   * @param atMost so many of them are tried; where the two versions do not fit, none can be moved
   * @return why those that cannot be moved cannot, by their ids
   */
  Map<String, String> refused(
      Route route, Map<String, String> also, Collection<String> instances, int atMost);

  /**
   * Begins to move instances, in the caller's transaction; jobs of the engine do it, one by one.
   *
   * @param groups of the user, whose rights in the engine count
   * @return id of the batch
   * @throws ConflictException when the two versions do not fit, saying why
   */
  String begin(
      Route route,
      Map<String, String> also,
      List<String> instances,
      String user,
      List<String> groups);

  /**
   * Ends batches, in the caller's transaction: what they have not moved yet stays where it is. A
   * job that runs at this moment loses the race, and what it has done is rolled back.
   */
  void stop(Collection<String> batches);

  /** Returns how far batches are, all together. */
  Progress progress(Collection<String> batches);

  /** From one version to another, by the engine's ids of them. */
  record Route(String source, String target) {

    /** Returns the way back. */
    public Route back() {
      return new Route(target, source);
    }
  }

  /**
   * What moving would mean.
   *
   * @param kept how many activities go on as they are
   * @param unmapped activities that the target does not have, those where somebody is first
   * @param added activities that only the target has
   * @param faults why the two versions do not fit at all
   */
  record Plan(int kept, List<Step> unmapped, List<Step> added, List<String> faults) {

    /** Returns whether every instance can be moved, as far as can be said from here. */
    public boolean complete() {
      return faults.isEmpty() && unmapped.stream().noneMatch(step -> step.instances() > 0);
    }
  }

  /**
   * An activity.
   *
   * @param type as BPMN calls it
   * @param instances how many wait or work there now
   */
  record Step(String id, String name, String type, long instances) {}

  /**
   * An instance.
   *
   * @param number of its incident; null when it belongs to none
   * @param at names of the activities where it is
   */
  record Running(String instance, @Nullable String number, List<String> at) {}

  /**
   * How far batches are.
   *
   * @param waiting instances that are still to be moved, those that failed included
   * @param failed of these, given up by the engine until a person retries them
   * @param errors why, each once
   */
  record Progress(long waiting, long failed, List<String> errors) {

    /** Returns both together. */
    Progress plus(Progress other) {
      return new Progress(
          waiting + other.waiting,
          failed + other.failed,
          Stream.concat(errors.stream(), other.errors.stream()).distinct().toList());
    }

    /** Returns whether nothing is left to do. */
    public boolean done() {
      return waiting == 0;
    }
  }
}
