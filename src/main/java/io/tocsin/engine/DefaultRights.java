package io.tocsin.engine;

import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * The rights that come with an account and with a task. People look at their account and change it;
 * only administrators delete it: what the directory says of somebody would go with it. In a
 * restricted incident no group gets any, whatever its model says, and nobody who may not read it:
 * not by being assigned, added or made the owner either.
 */
class DefaultRights extends DefaultAuthorizationProvider {

  /** Looked up once, but not before somebody asks: they need services of the engine. */
  private final SingletonSupplier<TaskBriefings> briefings;

  DefaultRights(ObjectProvider<TaskBriefings> briefings) {
    this.briefings = SingletonSupplier.ofNullable(briefings::getIfAvailable);
  }

  @Override
  public AuthorizationEntity[] newUser(User user) {
    return new AuthorizationEntity[] {
      createGrantAuthorization(
          user.getId(), null, Resources.USER, user.getId(), Permissions.READ, Permissions.UPDATE)
    };
  }

  @Override
  public AuthorizationEntity @Nullable [] newTaskAssignee(
      Task task, @Nullable String before, @Nullable String person) {
    return hidden(task, person) ? null : super.newTaskAssignee(task, before, person);
  }

  @Override
  public AuthorizationEntity @Nullable [] newTaskOwner(
      Task task, @Nullable String before, @Nullable String person) {
    return hidden(task, person) ? null : super.newTaskOwner(task, before, person);
  }

  @Override
  public AuthorizationEntity @Nullable [] newTaskUserIdentityLink(
      Task task, String person, String type) {
    return hidden(task, person) ? null : super.newTaskUserIdentityLink(task, person, type);
  }

  @Override
  public AuthorizationEntity @Nullable [] newTaskGroupIdentityLink(
      Task task, String group, String type) {
    var number = incident(task);
    var known = briefings.get();
    return number != null && known != null && known.restricted(number)
        ? null
        : super.newTaskGroupIdentityLink(task, group, type);
  }

  /** Of a task that this transaction makes nobody has rights yet: there is none to look for. */
  @Override
  protected @Nullable AuthorizationEntity getGrantAuthorization(
      String task, @Nullable String person, @Nullable String group, Resource kind) {
    var known = Context.getCommandContext().getDbEntityManager().getDbEntityCache();
    var made = known.get(TaskEntity.class, task);
    return made != null && known.isTransient(made)
        ? null
        : super.getGrantAuthorization(task, person, group, kind);
  }

  private boolean hidden(Task task, @Nullable String person) {
    var number = incident(task);
    var known = briefings.get();
    return number != null && known != null && person != null && !known.mayRead(number, person);
  }

  private static @Nullable String incident(Task task) {
    var execution = ((TaskEntity) task).getExecution();
    return execution == null ? null : BusinessKey.incident(execution.getProcessBusinessKey());
  }
}
