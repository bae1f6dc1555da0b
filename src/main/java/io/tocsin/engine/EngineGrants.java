package io.tocsin.engine;

import static org.camunda.bpm.engine.authorization.Permissions.ACCESS;
import static org.camunda.bpm.engine.authorization.Permissions.ALL;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE_INSTANCE;
import static org.camunda.bpm.engine.authorization.Permissions.DELETE;
import static org.camunda.bpm.engine.authorization.Permissions.READ;
import static org.camunda.bpm.engine.authorization.Permissions.READ_HISTORY;
import static org.camunda.bpm.engine.authorization.Permissions.UPDATE;

import io.tocsin.engine.model.Drill;
import io.tocsin.engine.model.ExecuteAction;
import io.tocsin.engine.model.OnCallTraining;
import io.tocsin.engine.model.SurpriseDrill;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.stereotype.Component;

/**
 * The rights of each group in the engine. What is not listed is denied. A right that an
 * administrator has changed stays changed.
 *
 * <p>Tasks are not listed: the engine itself lets the candidate groups and the assignee of a task
 * read and work on it, which is also enough for its form. Nobody gets a right on all tasks, so that
 * each person sees only what is theirs.
 */
@Component
class EngineGrants {

  private record Grant(String group, Resource resource, String id, List<Permission> permissions) {}

  private final AuthorizationService authorizations;

  EngineGrants(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  void ensure() {
    grants().forEach(this::ensure);
  }

  private void ensure(Grant grant) {
    var known =
        authorizations
            .createAuthorizationQuery()
            .authorizationType(Authorization.AUTH_TYPE_GRANT)
            .groupIdIn(grant.group())
            .resourceType(grant.resource())
            .resourceId(grant.id())
            .count();
    if (known == 0) {
      var authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
      authorization.setGroupId(grant.group());
      authorization.setResource(grant.resource());
      authorization.setResourceId(grant.id());
      grant.permissions().forEach(authorization::addPermission);
      authorizations.saveAuthorization(authorization);
    }
  }

  private static List<Grant> grants() {
    var grants = new ArrayList<Grant>();
    for (var resource : Resources.values()) {
      grants.add(any(TeamGroups.ADMIN, resource, ALL));
    }
    for (var group : TeamGroups.NAMES.keySet()) {
      switch (group) {
        case TeamGroups.ADMIN -> {}
        case TeamGroups.PROCESS_OWNER -> grants.addAll(processOwner());
        default -> grants.addAll(team(group, READ));
      }
    }
    // Workers see and end nothing but external tasks of actions.
    grants.add(
        new Grant(
            TeamGroups.ACTION_WORKER,
            Resources.PROCESS_DEFINITION,
            ExecuteAction.KEY,
            List.of(
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.UPDATE_INSTANCE)));
    for (var model : List.of(Drill.KEY, SurpriseDrill.KEY)) {
      grants.add(
          new Grant(
              TeamGroups.DRILL_LEAD,
              Resources.PROCESS_DEFINITION,
              model,
              List.of(READ, CREATE_INSTANCE)));
    }
    grants.add(any(TeamGroups.DRILL_LEAD, Resources.PROCESS_INSTANCE, CREATE));
    for (var trainers : List.of(TeamGroups.COMMANDER, TeamGroups.MANAGEMENT)) {
      grants.add(
          new Grant(
              trainers,
              Resources.PROCESS_DEFINITION,
              OnCallTraining.KEY,
              List.of(READ, CREATE_INSTANCE)));
      grants.add(any(trainers, Resources.PROCESS_INSTANCE, CREATE));
    }
    return grants;
  }

  /** What the Tasklist needs to show models and names. */
  private static List<Grant> team(String group, Permission... onModels) {
    return List.of(
        new Grant(group, Resources.APPLICATION, "tasklist", List.of(ACCESS)),
        any(group, Resources.PROCESS_DEFINITION, onModels),
        any(group, Resources.USER, READ),
        any(group, Resources.GROUP, READ));
  }

  /** Deploys, watches, repairs and migrates; ends no instance, so that no incident gets lost. */
  private static List<Grant> processOwner() {
    var grants =
        new ArrayList<>(
            team(
                TeamGroups.PROCESS_OWNER,
                READ,
                UPDATE,
                CREATE_INSTANCE,
                READ_HISTORY,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.UPDATE_INSTANCE,
                ProcessDefinitionPermissions.MIGRATE_INSTANCE,
                ProcessDefinitionPermissions.RETRY_JOB,
                ProcessDefinitionPermissions.SUSPEND,
                ProcessDefinitionPermissions.SUSPEND_INSTANCE));
    var owner = TeamGroups.PROCESS_OWNER;
    grants.add(new Grant(owner, Resources.APPLICATION, "cockpit", List.of(ACCESS)));
    grants.add(any(owner, Resources.PROCESS_INSTANCE, CREATE, READ));
    grants.add(
        any(owner, Resources.DECISION_DEFINITION, READ, UPDATE, CREATE_INSTANCE, READ_HISTORY));
    grants.add(any(owner, Resources.DECISION_REQUIREMENTS_DEFINITION, READ));
    grants.add(any(owner, Resources.DEPLOYMENT, CREATE, READ));
    grants.add(
        any(
            owner,
            Resources.BATCH,
            READ,
            UPDATE,
            READ_HISTORY,
            BatchPermissions.CREATE_BATCH_MIGRATE_PROCESS_INSTANCES,
            BatchPermissions.CREATE_BATCH_SET_JOB_RETRIES));
    grants.add(any(owner, Resources.FILTER, CREATE, READ, UPDATE, DELETE));
    return grants;
  }

  private static Grant any(String group, Resource resource, Permission... permissions) {
    return new Grant(group, resource, Authorization.ANY, List.of(permissions));
  }
}
