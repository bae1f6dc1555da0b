package io.tocsin.engine;

import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.internal.spi.AutoDiscoverable;

/**
 * Gives {@link EngineErrors} to the engine's REST API and to each API of its webapps, which are
 * made by the webapps themselves. Found by its file under {@code META-INF/services}.
 */
public class EngineErrorsEverywhere implements AutoDiscoverable {

  /** Before the engine's own, which have none. */
  private static final int FIRST = 1;

  @Override
  public void configure(FeatureContext api) {
    EngineErrors.ALL.forEach(mapper -> api.register(mapper, FIRST));
  }
}
