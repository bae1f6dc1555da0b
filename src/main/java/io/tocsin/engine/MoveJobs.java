package io.tocsin.engine;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.impl.cmd.GetActivityInstanceCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.migration.batch.MigrationBatchConfiguration;
import org.camunda.bpm.engine.impl.migration.batch.MigrationBatchJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.task.IdentityLink;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Moves instances. One that has ended or gone on since it was asked for cannot be moved, however
 * often it is tried: it is left where it is, with the reason, instead of failing for ever.
 */
class MoveJobs extends MigrationBatchJobHandler {

  private final ObjectProvider<AskedMoves> asked;

  MoveJobs(ObjectProvider<AskedMoves> asked) {
    this.asked = asked;
  }

  @Override
  public void executeHandler(
      MigrationBatchConfiguration batch,
      @Nullable ExecutionEntity execution,
      CommandContext engine,
      @Nullable String tenant) {
    for (var instance : batch.getIds()) {
      var why = gone(instance, batch, engine);
      if (why.isPresent() && left(instance, batch, why.get())) {
        continue;
      }
      noteWhereItIs(instance, batch, engine);
      try {
        super.executeHandler(one(instance, batch), execution, engine, tenant);
        giveAnew(instance, batch.getMigrationPlan(), engine);
      } catch (MigratingProcessInstanceValidationException e) {
        // Found before anything was changed.
        if (!left(instance, batch, CamundaMigrations.reason(e.getValidationReport()))) {
          throw e;
        }
      }
    }
  }

  /**
   * The engine leaves a task to the groups that it was made with, and the other version may have
   * been made to mend them. A task that is not with its groups any more stays with whom it is.
   */
  private static void giveAnew(String instance, MigrationPlan plan, CommandContext engine) {
    for (var task : engine.getTaskManager().findTasksByProcessInstanceId(instance)) {
      var key = task.getTaskDefinitionKey();
      var from =
          plan.getInstructions().stream()
              .filter(to -> key.equals(to.getTargetActivityId()))
              .map(MigrationInstruction::getSourceActivityId)
              .findFirst()
              .orElse(key);
      var before = groups(plan.getSourceProcessDefinitionId(), from, engine);
      var after = groups(plan.getTargetProcessDefinitionId(), key, engine);
      var now =
          task.getCandidates().stream()
              .map(IdentityLink::getGroupId)
              .filter(Objects::nonNull)
              .collect(Collectors.toSet());
      if (Collections.disjoint(now, before)) {
        continue;
      }
      before.stream()
          .filter(group -> now.contains(group) && !after.contains(group))
          .forEach(task::deleteCandidateGroup);
      after.stream()
          .filter(group -> !now.contains(group) && !before.contains(group))
          .forEach(task::addCandidateGroup);
    }
  }

  /** Those that the model names; what it takes from a variable stays as it is. */
  private static Set<String> groups(String definition, String task, CommandContext engine) {
    var model =
        engine
            .getProcessEngineConfiguration()
            .getDeploymentCache()
            .findDeployedProcessDefinitionById(definition)
            .getTaskDefinitions()
            .get(task);
    return model == null
        ? Set.of()
        : model.getCandidateGroupIdExpressions().stream()
            .map(Expression::getExpressionText)
            .filter(group -> !ExpressionContract.isExpression(group))
            .collect(Collectors.toSet());
  }

  private static MigrationBatchConfiguration one(
      String instance, MigrationBatchConfiguration batch) {
    return new MigrationBatchConfiguration(
        List.of(instance),
        batch.getMigrationPlan(),
        batch.isSkipCustomListeners(),
        batch.isSkipIoMappings(),
        batch.getBatchId());
  }

  private static Optional<String> gone(
      String instance, MigrationBatchConfiguration batch, CommandContext engine) {
    var found = engine.getExecutionManager().findExecutionById(instance);
    if (found == null) {
      return Optional.of("It has ended meanwhile");
    }
    return batch
            .getMigrationPlan()
            .getSourceProcessDefinitionId()
            .equals(found.getProcessDefinitionId())
        ? Optional.empty()
        : Optional.of("It goes on in another version already");
  }

  /** What goes on in its own activities goes back to them without a note. */
  private void noteWhereItIs(
      String instance, MigrationBatchConfiguration batch, CommandContext engine) {
    var moves = asked.getIfAvailable();
    var plan = batch.getMigrationPlan();
    if (moves != null
        && plan.getInstructions().stream()
            .anyMatch(to -> !to.getSourceActivityId().equals(to.getTargetActivityId()))) {
      moves.leaves(
          instance,
          plan.getTargetProcessDefinitionId(),
          CamundaMigrations.places(new GetActivityInstanceCmd(instance).execute(engine)));
    }
  }

  private boolean left(String instance, MigrationBatchConfiguration batch, String why) {
    var moves = asked.getIfAvailable();
    return moves != null
        && moves.left(instance, batch.getMigrationPlan().getTargetProcessDefinitionId(), why);
  }
}
