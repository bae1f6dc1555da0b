package io.tocsin.engine;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.WritableIdentityProvider;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;

/**
 * Keeps users as the engine does, but without mail addresses: whoever uses the Tasklist may look up
 * every user, and addresses are for responders.
 */
class UsersWithoutAddress extends DbIdentityServiceProvider {

  @Override
  public IdentityOperationResult saveUser(User user) {
    var address = user.getEmail();
    if (address != null && !address.isBlank()) {
      throw new BadUserRequestException(
          "email: everybody who is signed in may look up users, so that addresses stand in the"
              + " directory alone (tocsin.people.persons); leave it empty");
    }
    return super.saveUser(user);
  }

  static class Factory implements SessionFactory {

    @Override
    public Class<?> getSessionType() {
      return WritableIdentityProvider.class;
    }

    @Override
    public Session openSession() {
      return new UsersWithoutAddress();
    }
  }
}
