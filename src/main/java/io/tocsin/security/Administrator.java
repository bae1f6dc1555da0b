package io.tocsin.security;

import io.tocsin.engine.EngineAccess;
import io.tocsin.people.People;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** The administrator of the configuration, who can make and mend all other users. */
@Component
class Administrator implements SmartInitializingSingleton {

  private final EngineAccess access;
  private final SecurityProperties properties;
  private final People people;

  Administrator(EngineAccess access, SecurityProperties properties, People people) {
    this.access = access;
    this.properties = properties;
    this.people = people;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var admin = properties.admin();
    if (admin.username() != null && admin.password() != null) {
      if (people.find(admin.username()).isPresent()) {
        throw new StartRefusedException(
            "The administrator '"
                + admin.username()
                + "' is also a person of tocsin.people.persons,"
                + " whose groups come from there.",
            "Give TOCSIN_SECURITY_ADMIN_USERNAME a name of its own.");
      }
      access.ensureUser(
          admin.username(), admin.username(), admin.password(), Set.of("camunda-admin"));
    }
  }
}
