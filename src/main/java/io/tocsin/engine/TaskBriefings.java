package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a task shows about its incident before anybody opens its form. */
public interface TaskBriefings {

  /**
   * Describes an incident for one of its tasks.
   *
   * @param number business key of the task's instance
   * @param groups the task's candidate groups
   * @param dueTarget key of the policy's target that the task must meet
   * @return empty when there is no such incident
   */
  Optional<Briefing> describe(String number, List<String> groups, @Nullable String dueTarget);

  /**
   * What is set on a task.
   *
   * @param label number and severity label, as {@code number · label}, put before the task's name
   * @param priority higher is more urgent
   * @param due when it must be done, if the policy says so
   * @param assignee who holds the role, if anybody
   * @param facts what is known, as Markdown
   * @param standIn who may do it as well, because the policy has nobody for it
   * @param workers who may do it in a restricted incident, instead of any group; null in any other
   */
  record Briefing(
      String label,
      int priority,
      @Nullable Instant due,
      @Nullable String assignee,
      String facts,
      @Nullable StandIn standIn,
      @Nullable Set<String> workers) {}

  /**
   * Who does the tasks of a role that a policy lacks.
   *
   * @param group that may take them
   * @param person who may, in that group or not
   */
  record StandIn(String group, @Nullable String person) {}

  /** Returns whether only some may read an incident: a matter of security. */
  boolean restricted(String number);

  /** Returns whether a person may read an incident; true for what is none. */
  boolean mayRead(String number, String person);

  /** Notes the answers of a task that no {@link TaskForm} takes. */
  void note(String number, String actor, String text);
}
