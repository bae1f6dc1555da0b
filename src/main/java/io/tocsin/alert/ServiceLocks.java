package io.tocsin.alert;

import java.util.Collection;
import org.springframework.stereotype.Component;

/** Keeps alerts from opening an incident of a service while somebody else looks for one. */
@Component
public class ServiceLocks {

  private final AlertStore store;

  ServiceLocks(AlertStore store) {
    this.store = store;
  }

  /** Holds what alerts of these services may open or join until the transaction ends. */
  public void hold(Collection<String> services) {
    store.lockServices(services);
  }
}
