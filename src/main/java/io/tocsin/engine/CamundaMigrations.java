package io.tocsin.engine;

import io.tocsin.problem.ConflictException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.management.ActivityStatistics;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationReport;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class CamundaMigrations implements Migrations {

  private static final int ERRORS = 20;

  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final ManagementService management;
  private final IdentityService identity;
  private final JdbcClient jdbc;
  private final TransactionTemplate trial;

  CamundaMigrations(
      RuntimeService runtime,
      RepositoryService repository,
      ManagementService management,
      IdentityService identity,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.runtime = runtime;
    this.repository = repository;
    this.management = management;
    this.identity = identity;
    this.jdbc = jdbc;
    this.trial = new TransactionTemplate(transactions);
    trial.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public Plan plan(Route route, Map<String, String> also) {
    var source = nodes(route.source());
    var target = nodes(route.target());
    var active = active(route.source());
    try {
      var plan = build(route, also);
      var mapped =
          plan.getInstructions().stream()
              .map(MigrationInstruction::getSourceActivityId)
              .collect(Collectors.toSet());
      var unmapped =
          source.values().stream()
              .filter(node -> !mapped.contains(node.getId()))
              // Gateways are never mapped; nobody waits in them.
              .filter(node -> active.containsKey(node.getId()) || !same(node, target))
              .map(node -> step(node, active))
              .sorted(Comparator.comparing(Step::instances).reversed().thenComparing(Step::id))
              .toList();
      return new Plan(mapped.size(), unmapped, added(source, target), List.of());
    } catch (MigrationPlanValidationException e) {
      return new Plan(0, List.of(), added(source, target), faults(e));
    } catch (ProcessEngineException e) {
      return new Plan(0, List.of(), added(source, target), List.of(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<Running> running(String version) {
    var names = nodes(version);
    var at = new HashMap<String, List<String>>();
    jdbc.sql(
            "select distinct proc_inst_id_, act_id_ from act_ru_execution"
                + " where proc_def_id_ = ? and act_id_ is not null and is_active_ order by 2")
        .param(version)
        .query(
            row -> {
              var node = names.get(row.getString(2));
              at.computeIfAbsent(row.getString(1), instance -> new ArrayList<>())
                  .add(node == null ? row.getString(2) : name(node));
            });
    return jdbc.sql(
            "select id_, business_key_ from act_ru_execution"
                + " where proc_def_id_ = ? and parent_id_ is null order by business_key_, id_")
        .param(version)
        .query(
            (row, n) ->
                new Running(
                    row.getString(1),
                    BusinessKey.incident(row.getString(2)),
                    at.getOrDefault(row.getString(1), List.of())))
        .list();
  }

  @Override
  public Map<String, String> places(String instance) {
    return places(runtime.getActivityInstance(instance));
  }

  static Map<String, String> places(@Nullable ActivityInstance tree) {
    var places = new HashMap<String, String>();
    if (tree != null) {
      for (var waiting : tree.getChildTransitionInstances()) {
        places.put(waiting.getId(), waiting.getActivityId());
      }
      for (var child : tree.getChildActivityInstances()) {
        places.put(child.getId(), child.getActivityId());
        places.putAll(places(child));
      }
    }
    return places;
  }

  @Override
  public Set<String> kept(Route route) {
    return equal(route).stream()
        .map(MigrationInstruction::getSourceActivityId)
        .collect(Collectors.toSet());
  }

  @Override
  public Map<String, String> refused(
      Route route, Map<String, String> also, Collection<String> instances, int atMost) {
    MigrationPlan plan;
    try {
      plan = build(route, also);
    } catch (ProcessEngineException e) {
      var why = reason(e);
      return instances.stream().collect(Collectors.toMap(id -> id, id -> why));
    }
    var refused = new LinkedHashMap<String, String>();
    for (var instance : instances.stream().limit(atMost).toList()) {
      try {
        // What counts is what the engine would say; nothing of it stays.
        trial.executeWithoutResult(
            tx -> {
              tx.setRollbackOnly();
              runtime.newMigration(plan).processInstanceIds(instance).execute();
            });
      } catch (MigratingProcessInstanceValidationException e) {
        refused.put(instance, reason(e.getValidationReport()));
      } catch (ProcessEngineException e) {
        refused.put(
            instance,
            LostRace.isCauseOf(e) ? "It is moving on at this moment; try again" : reason(e));
      }
    }
    return refused;
  }

  @Override
  public String begin(
      Route route,
      Map<String, String> also,
      List<String> instances,
      String user,
      List<String> groups) {
    var before = identity.getCurrentAuthentication();
    identity.setAuthentication(user, groups);
    try {
      return runtime
          .newMigration(build(route, also))
          .processInstanceIds(instances)
          .executeAsync()
          .getId();
    } catch (MigrationPlanValidationException e) {
      throw new ConflictException(String.join("; ", faults(e)));
    } finally {
      if (before == null) {
        identity.clearAuthentication();
      } else {
        identity.setAuthentication(before);
      }
    }
  }

  @Override
  public void stop(Collection<String> batches) {
    for (var batch : batches) {
      if (management.createBatchQuery().batchId(batch).count() > 0) {
        // Other nodes change them all the time, to take them up.
        jdbc.sql(
                "select id_ from act_ru_job where job_def_id_ ="
                    + " (select batch_job_def_id_ from act_ru_batch where id_ = ?)"
                    + " order by id_ for update")
            .param(batch)
            .query(String.class)
            .list();
        management.deleteBatch(batch, false);
      }
    }
  }

  @Override
  public Progress progress(Collection<String> batches) {
    var all = new Progress(0, 0, List.of());
    for (var batch : batches) {
      all = all.plus(progress(batch));
    }
    return all;
  }

  private Progress progress(String batch) {
    var found = management.createBatchStatisticsQuery().batchId(batch).singleResult();
    if (found == null) {
      return new Progress(0, 0, List.of());
    }
    var errors =
        management
            .createJobQuery()
            .jobDefinitionId(found.getBatchJobDefinitionId())
            .withException()
            .listPage(0, ERRORS)
            .stream()
            .map(Job::getExceptionMessage)
            .distinct()
            .toList();
    return new Progress(found.getRemainingJobs(), found.getFailedJobs(), errors);
  }

  private MigrationPlan build(Route route, Map<String, String> also) {
    // Timers keep the moment they were set to: what is owed does not change by moving.
    var plan = runtime.createMigrationPlan(route.source(), route.target());
    // The engine takes one place for each activity.
    equal(route).stream()
        .filter(pair -> !also.containsKey(pair.getSourceActivityId()))
        .forEach(
            pair -> plan.mapActivities(pair.getSourceActivityId(), pair.getTargetActivityId()));
    also.forEach(plan::mapActivities);
    return plan.build();
  }

  private List<MigrationInstruction> equal(Route route) {
    return runtime
        .createMigrationPlan(route.source(), route.target())
        .mapEqualActivities()
        .build()
        .getInstructions();
  }

  private Map<String, FlowNode> nodes(String version) {
    return repository.getBpmnModelInstance(version).getModelElementsByType(FlowNode.class).stream()
        .collect(Collectors.toMap(FlowNode::getId, node -> node, (a, b) -> a, LinkedHashMap::new));
  }

  private Map<String, Long> active(String version) {
    return management.createActivityStatisticsQuery(version).unlimitedList().stream()
        .collect(
            Collectors.toMap(
                ActivityStatistics::getId, found -> (long) found.getInstances(), Long::sum));
  }

  private static boolean same(FlowNode node, Map<String, FlowNode> target) {
    var there = target.get(node.getId());
    return there != null && there.getElementType().equals(node.getElementType());
  }

  private static List<Step> added(Map<String, FlowNode> source, Map<String, FlowNode> target) {
    return target.values().stream()
        .filter(node -> !same(node, source))
        .map(node -> step(node, Map.of()))
        .toList();
  }

  private static Step step(FlowNode node, Map<String, Long> active) {
    return new Step(
        node.getId(),
        name(node),
        node.getElementType().getTypeName(),
        active.getOrDefault(node.getId(), 0L));
  }

  private static String name(FlowNode node) {
    return Objects.requireNonNullElse(node.getName(), node.getId());
  }

  private static String reason(ProcessEngineException e) {
    return e instanceof MigrationPlanValidationException invalid
        ? String.join("; ", faults(invalid))
        : String.valueOf(e.getMessage());
  }

  private static List<String> faults(MigrationPlanValidationException e) {
    return e.getValidationReport().getInstructionReports().stream()
        .flatMap(
            report ->
                report.getFailures().stream()
                    .map(
                        why -> report.getMigrationInstruction().getSourceActivityId() + ": " + why))
        .toList();
  }

  static String reason(MigratingProcessInstanceValidationReport report) {
    return Stream.of(
            report.getFailures().stream(),
            report.getActivityInstanceReports().stream()
                .flatMap(
                    at -> at.getFailures().stream().map(why -> at.getSourceScopeId() + ": " + why)),
            report.getTransitionInstanceReports().stream()
                .flatMap(
                    at -> at.getFailures().stream().map(why -> at.getSourceScopeId() + ": " + why)))
        .flatMap(reasons -> reasons)
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
