package io.tocsin.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.DefaultDeploymentConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deploys the models that come with this Tocsin at its start. While nodes with other models are
 * there, it waits until they have gone: an older node could not run what newer models ask for, and
 * takes no part in what is not deployed. A newer node runs older models, as it must for incidents
 * that are under way. An older node that starts once more changes nothing either.
 *
 * <p>Only files that differ from what was deployed last get a new version. Models may be deployed
 * one by one because nothing in them is bound to its own deployment ({@link ModelContract}).
 */
@Component
class ModelRollout extends DefaultDeploymentConfiguration implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ModelRollout.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final BundledModels models;
  private final OtherNodes others;
  private final AfterUpgrade after;
  private final JdbcClient jdbc;
  private final RepositoryService repository;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private String deployment = "SpringAutoDeployment";
  private volatile boolean waiting;
  private volatile boolean running;
  private @Nullable String failure;

  ModelRollout(
      BundledModels models,
      OtherNodes others,
      AfterUpgrade after,
      JdbcClient jdbc,
      @Lazy RepositoryService repository) {
    this.models = models;
    this.others = others;
    this.after = after;
    this.jdbc = jdbc;
    this.repository = repository;
  }

  @Override
  public void preInit(SpringProcessEngineConfiguration engine) {
    deployment = engine.getDeploymentName();
    engine.setDeployChangedOnly(true);
    engine.setDeploymentHandlerFactory(NewestFiles.factory(jdbc, deployment));
    super.preInit(engine);
  }

  @Override
  public Set<Resource> getDeploymentResources() {
    waiting = others.any() && isAnythingDeployed();
    return waiting ? Set.of() : models.files();
  }

  /** Nobody can work with an empty database, whoever else is there. */
  private boolean isAnythingDeployed() {
    return jdbc.sql("select exists (select from act_re_deployment)").query(Boolean.class).single();
  }

  /** Returns whether the models of this node are still to be deployed. */
  boolean isWaiting() {
    return waiting;
  }

  @Override
  public void start() {
    running = true;
    if (waiting) {
      LOG.warn(
          "Nodes with other models share this database. The models of this one are deployed when"
              + " all of them have stopped");
      var thread = new Thread(this::waitForOthers, "models");
      thread.setDaemon(true);
      thread.start();
    } else {
      cleanUp();
    }
  }

  /** The node that waited for older ones may have stopped before it came to it. */
  private void cleanUp() {
    try {
      after.run();
    } catch (RuntimeException e) {
      LOG.error("What older nodes have left is not cleaned up; the next start tries again", e);
    }
  }

  private void waitForOthers() {
    try {
      while (waiting && !stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deploys, and cleans up, if nobody else is left. What fails is tried again, and told once. */
  void look() {
    try {
      if (!others.any()) {
        deploy();
        waiting = false;
        LOG.info("All nodes have the models of this one now; they are deployed");
        cleanUp();
      }
    } catch (RuntimeException e) {
      var reason = String.valueOf(e.getMessage());
      if (!reason.equals(failure)) {
        failure = reason;
        LOG.error("The upgrade cannot be finished, which is tried again", e);
      }
    }
  }

  /** As the engine does at its start; of nodes that do so at once, one does and the others see. */
  private void deploy() {
    var files = repository.createDeployment().name(deployment).enableDuplicateFiltering(true);
    for (var file : models.files()) {
      try {
        files.addInputStream(file.getDescription(), file.getInputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.deploy();
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
