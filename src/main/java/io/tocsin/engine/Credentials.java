package io.tocsin.engine;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.stereotype.Component;

/** The engine's users, who are the users of everything. */
@Component
public class Credentials {

  private final IdentityService identity;

  Credentials(IdentityService identity) {
    this.identity = identity;
  }

  /** Returns the ids of a user's groups when the password is right. */
  public Optional<List<String>> check(String user, String password) {
    return identity.checkPassword(user, password) ? Optional.of(groups(user)) : Optional.empty();
  }

  private List<String> groups(String user) {
    return identity.createGroupQuery().groupMember(user).unlimitedList().stream()
        .map(Group::getId)
        .toList();
  }
}
