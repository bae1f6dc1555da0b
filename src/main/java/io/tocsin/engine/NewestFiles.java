package io.tocsin.engine;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.repository.DefaultDeploymentHandler;
import org.camunda.bpm.engine.repository.DeploymentHandler;
import org.camunda.bpm.engine.repository.DeploymentHandlerFactory;
import org.camunda.bpm.engine.repository.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says what counts as changed when only that is deployed, as the Modeler asks. The engine compares
 * with the last deployment of the same name alone, so that whoever deploys their file again after
 * an upgrade has put another on top of it would be told that it is done, and nothing would be.
 */
final class NewestFiles extends DefaultDeploymentHandler {

  private static final String OTHER_IS_NEWEST =
      """
      select exists (
        select from act_re_deployment own
        cross join lateral (
          select bytes_ from act_ge_bytearray file
          join act_re_deployment its on its.id_ = file.deployment_id_
          where file.name_ = :file order by its.deploy_time_ desc limit 1) newest
        where own.id_ = :deployment and own.name_ is distinct from :bundled
        and newest.bytes_ <> :bytes)""";

  private final JdbcClient jdbc;
  private final String bundled;

  private NewestFiles(ProcessEngine engine, JdbcClient jdbc, String bundled) {
    super(engine);
    this.jdbc = jdbc;
    this.bundled = bundled;
  }

  /**
   * Returns what makes it for an engine.
   *
   * @param bundled the name of the deployment of what comes with Tocsin. At a start that is
   *     compared with its own last one, or each would undo what people have deployed.
   */
  static DeploymentHandlerFactory factory(JdbcClient jdbc, String bundled) {
    return new DeploymentHandlerFactory() {
      @Override
      public DeploymentHandler buildDeploymentHandler(ProcessEngine engine) {
        return new NewestFiles(engine, jdbc, bundled);
      }
    };
  }

  @Override
  public boolean shouldDeployResource(Resource newResource, Resource existingResource) {
    return super.shouldDeployResource(newResource, existingResource)
        || otherIsNewest(newResource, existingResource.getDeploymentId());
  }

  private boolean otherIsNewest(Resource file, String deployment) {
    return jdbc.sql(OTHER_IS_NEWEST)
        .param("file", file.getName())
        .param("deployment", deployment)
        .param("bundled", bundled)
        .param("bytes", file.getBytes())
        .query(Boolean.class)
        .single();
  }
}
