package io.tocsin.security;

import io.tocsin.engine.EngineAccess;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** The administrator of the configuration, who can make and mend all other users. */
@Component
class Administrator implements SmartInitializingSingleton {

  private final EngineAccess access;
  private final SecurityProperties properties;

  Administrator(EngineAccess access, SecurityProperties properties) {
    this.access = access;
    this.properties = properties;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var admin = properties.admin();
    if (admin.username() != null && admin.password() != null) {
      access.ensureUser(
          admin.username(), admin.username(), "", admin.password(), Set.of("camunda-admin"));
    }
  }
}
