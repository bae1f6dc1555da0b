package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.incident.IncidentView;
import java.net.URI;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Keeps drills from touching anything real: in a drill only actions on the simulated services of
 * this very application are taken.
 */
@Component
class DrillWall {

  private static final Set<String> SELF = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String SIMULATED = "/simulated/";

  private final Environment environment;

  DrillWall(Environment environment) {
    this.environment = environment;
  }

  boolean permits(IncidentView incident, Action action) {
    return !incident.drill() || (action.http() != null && simulated(action.http().url()));
  }

  private boolean simulated(URI url) {
    var path = url.getRawPath();
    return "http".equals(url.getScheme())
        && url.getHost() != null
        && SELF.contains(url.getHost())
        && String.valueOf(url.getPort()).equals(port())
        && path != null
        && path.startsWith(SIMULATED)
        // No way out of the folder, however it is spelt.
        && !path.contains("..")
        && !path.contains("%")
        && !path.contains(";");
  }

  private String port() {
    return environment.getProperty(
        "local.server.port", environment.getProperty("server.port", "8080"));
  }
}
