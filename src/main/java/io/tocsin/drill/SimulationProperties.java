package io.tocsin.drill;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The simulated services, {@code tocsin.simulated}.
 *
 * @param enabled without it nothing of them exists
 * @param services their ids, the same as in the catalog
 * @param secret what an automated caller sends as {@code X-Simulator-Secret}
 */
@ConfigurationProperties("tocsin.simulated")
record SimulationProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue List<String> services,
    @DefaultValue("") String secret) {

  SimulationProperties {
    if (enabled && secret.isBlank()) {
      throw new IllegalArgumentException(
          "tocsin.simulated.secret: must be set when tocsin.simulated.enabled is true");
    }
    services = List.copyOf(services);
  }

  @Override
  public String toString() {
    return "SimulationProperties[enabled=" + enabled + ", services=" + services + "]";
  }
}
