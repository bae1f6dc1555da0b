package io.tocsin.engine;

import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Notes with the request what somebody deploys, for whoever writes down what was asked for: neither
 * the address nor the body tells. Comes first, so that it stands also where it is refused.
 */
public class DeploymentNote implements Deployer {

  /** The attribute of the request with the names of the files. */
  public static final String FILES = "io.tocsin.engine.deployment.files";

  /** That with the id, which counts for nothing where the request fails after all. */
  public static final String ID = "io.tocsin.engine.deployment.id";

  @Override
  public void deploy(DeploymentEntity deployment) {
    if (deployment.isNew()) {
      note(
          FILES,
          deployment.getResources().keySet().stream().sorted().collect(Collectors.joining(" ")));
      note(ID, deployment.getId());
    }
  }

  private static void note(String attribute, String what) {
    var request = RequestContextHolder.getRequestAttributes();
    if (request != null) {
      request.setAttribute(attribute, what, RequestAttributes.SCOPE_REQUEST);
    }
  }
}
