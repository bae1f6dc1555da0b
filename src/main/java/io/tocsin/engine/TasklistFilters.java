package io.tocsin.engine;

import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/**
 * The lists of the Tasklist, created once: afterwards they are the organisation's to change or to
 * delete. Everybody sees them; which tasks they show depends on who looks.
 */
@Component
class TasklistFilters {

  private static final String CREATED = "tocsin.filters";

  /** Standing tasks came later and have a list of their own. */
  private static final String DESKS_CREATED = "tocsin.filters.desks";

  /** A standing task has the priority 0. */
  private static final int MUST_BE_DONE = 1;

  private final FilterService filters;
  private final TaskService tasks;
  private final AuthorizationService authorizations;
  private final ManagementService management;

  TasklistFilters(
      FilterService filters,
      TaskService tasks,
      AuthorizationService authorizations,
      ManagementService management) {
    this.filters = filters;
    this.tasks = tasks;
    this.authorizations = authorizations;
    this.management = management;
  }

  void createOnce() {
    createDesksOnce();
    if (management.getProperties().containsKey(CREATED)) {
      return;
    }
    create(
        1,
        "My tasks",
        "#155cb5",
        "What you have taken, or hold by your role",
        tasks
            .createTaskQuery()
            .taskAssigneeExpression("${currentUser()}")
            .taskMinPriority(MUST_BE_DONE));
    create(
        2,
        "My roles",
        "#0f766e",
        "What waits for anybody in your groups",
        tasks
            .createTaskQuery()
            .taskCandidateGroupInExpression("${currentUserGroups()}")
            .taskMinPriority(MUST_BE_DONE));
    create(
        3,
        "Unassigned",
        "#a16207",
        "What nobody has taken yet",
        tasks.createTaskQuery().taskUnassigned().taskMinPriority(MUST_BE_DONE));
    create(
        4,
        "Overdue",
        "#b91c1c",
        "What is yours or your groups' and past its due date",
        tasks.createTaskQuery().dueBeforeExpression("${now()}"));
    create(
        5,
        "Drills",
        "#6d28d9",
        "What belongs to a drill",
        tasks.createTaskQuery().processInstanceBusinessKeyLike("DRILL-%"));
    management.setProperty(CREATED, "1");
  }

  private void createDesksOnce() {
    if (management.getProperties().containsKey(DESKS_CREATED)) {
      return;
    }
    create(
        6,
        "My desks",
        "#475569",
        "What your role can do or write down at any time",
        tasks.createTaskQuery().taskMaxPriority(MUST_BE_DONE - 1));
    management.setProperty(DESKS_CREATED, "1");
  }

  private void create(int place, String name, String colour, String description, TaskQuery query) {
    var filter = filters.newTaskFilter(name);
    filter.setQuery(query);
    filter.setProperties(
        Map.of(
            "description",
            description,
            "color",
            colour,
            // The lowest comes first; filters that people add have 0 and follow.
            "priority",
            -10 * (7 - place),
            "refresh",
            true,
            "showUndefinedVariable",
            false));
    filters.saveFilter(filter);
    var everybody = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
    everybody.setResource(Resources.FILTER);
    everybody.setResourceId(filter.getId());
    everybody.addPermission(Permissions.READ);
    authorizations.saveAuthorization(everybody);
  }
}
