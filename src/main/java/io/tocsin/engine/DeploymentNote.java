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

  /** The attribute of the request. */
  public static final String ATTRIBUTE = "io.tocsin.engine.deployment";

  @Override
  public void deploy(DeploymentEntity deployment) {
    if (deployment.isNew()) {
      note(files(deployment));
    }
  }

  /** Notes that nothing speaks against it: what is refused has no id. */
  static void taken(DeploymentEntity deployment) {
    note(deployment.getId() + " " + files(deployment));
  }

  private static String files(DeploymentEntity deployment) {
    return deployment.getResources().keySet().stream().sorted().collect(Collectors.joining(" "));
  }

  private static void note(String what) {
    var request = RequestContextHolder.getRequestAttributes();
    if (request != null) {
      request.setAttribute(ATTRIBUTE, what, RequestAttributes.SCOPE_REQUEST);
    }
  }
}
