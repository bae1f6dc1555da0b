package io.tocsin.engine;

import io.tocsin.logs.LogContext;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyLengthRuleImpl;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** What of the engine is not set in application.yaml. Made after Flyway has made the tables. */
@Component
@DependsOnDatabaseInitialization
class EngineSettings extends AbstractProcessEnginePlugin {

  private final ApplicationContext context;
  private final TaskLifecycle lifecycle;
  private final List<DecisionFile.Check> checks;
  private final List<DeployedTexts.Check> textChecks;
  private final ModelContract contract;
  private final PasswordProperties passwords;
  private final OtherNodes others;
  private final EngineStatements statements;

  EngineSettings(
      ApplicationContext context,
      TaskLifecycle lifecycle,
      List<DecisionFile.Check> checks,
      List<DeployedTexts.Check> textChecks,
      ModelContract contract,
      PasswordProperties passwords,
      OtherNodes others,
      EngineStatements statements) {
    this.context = context;
    this.lifecycle = lifecycle;
    this.checks = checks;
    this.textChecks = textChecks;
    this.contract = contract;
    this.passwords = passwords;
    this.others = others;
    this.statements = statements;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    // The starter has made its expression manager already; setting the beans alone does nothing.
    var named = new NamedBeans(context);
    engine.setBeans(named);
    engine.setExpressionManager(new ModelExpressions(context, named));
    engine.setResourceAuthorizationProvider(
        new DefaultRights(context.getBeanProvider(TaskBriefings.class)));
    // Hashes of the engine's own kind are still read; Credentials replaces them.
    engine.setPasswordEncryptor(new BcryptPasswords(passwords.cost()));
    // Whoever gives it: the API of the engine, its webapps, ourselves.
    engine.setPasswordPolicy(
        () -> List.of(new PasswordPolicyLengthRuleImpl(Credentials.MIN_PASSWORD)));
    engine.setEnablePasswordPolicy(
        !context.getEnvironment().acceptsProfiles(Profiles.of("default")));
    engine.setIdentityProviderSessionFactory(new UsersWithoutAddress.Factory());
    engine.setScriptEngineResolver(new NoScripts());
    engine.setDmnEngineConfiguration(Feel.configuration());
    engine.setCustomPreDeployers(
        List.of(
            new DeploymentNote(),
            new DecisionDeployment(checks),
            new TextDeployment(textChecks),
            new ProcessDeployment(
                contract,
                others,
                lifecycle,
                context.getBeanProvider(KnownEvents.class),
                context.getBeanProvider(BundledModels.class)::getObject)));
    engine.setCustomBatchJobHandlers(
        List.of(new MoveJobs(context.getBeanProvider(AskedMoves.class))));
    engine.getCustomHistoryEventHandlers().add(new MovedInstances(context));
    engine.setCustomPreCommandInterceptorsTxRequired(List.of(new RetryLostRaces()));
    // Has the name and the id of the full level, and comes after it.
    engine.setCustomHistoryLevels(List.of(new QuietHistory()));
    // What it runs something for stands in each line of the log, its failures included.
    engine.setLoggingContextBusinessKey(LogContext.INCIDENT);
    engine.setLoggingContextProcessDefinitionKey(LogContext.MODEL);
    engine.setLoggingContextActivityId(LogContext.ACTIVITY);
    engine.setLoggingContextApplicationName(null);
    engine.setLoggingContextEngineName(null);
    engine.setLoggingContextProcessDefinitionId(null);
    engine.setLoggingContextProcessInstanceId(null);
    engine.setLoggingContextTenantId(null);
    engine.setCompositeIncidentHandlersEnabled(true);
    engine.setCustomIncidentHandlers(List.of(new FailedJobs(context), new FailedWork(context)));
    statements.giveTo(engine);
    var listeners = new ArrayList<BpmnParseListener>();
    if (engine.getCustomPostBPMNParseListeners() != null) {
      listeners.addAll(engine.getCustomPostBPMNParseListeners());
    }
    listeners.add(new ModelRules());
    listeners.add(new TaskLifecycleParseListener(lifecycle));
    listeners.add(new ResponseEnds(context));
    listeners.add(new ActionEnds(context));
    engine.setCustomPostBPMNParseListeners(listeners);
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    EngineStatements.connect(engine);
    WholeModels.readBy(engine);
    PlannedOnce.run(engine);
  }
}
