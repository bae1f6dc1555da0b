package io.tocsin.engine;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The engine's users, who are the users of everything. */
@Component
public class Credentials {

  /** Letters of the shortest password that is taken outside the default profile. */
  public static final int MIN_PASSWORD = 12;

  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

  private final IdentityService identity;
  private final JdbcClient jdbc;
  private final BcryptPasswords passwords;
  private final ProvenPasswords proven = new ProvenPasswords();
  private final String nobody;

  Credentials(IdentityService identity, JdbcClient jdbc, PasswordProperties properties) {
    this.identity = identity;
    this.jdbc = jdbc;
    this.passwords = new BcryptPasswords(properties.cost());
    this.nobody = passwords.encrypt("nobody");
  }

  /**
   * Returns whether the password is right. A hash that is weaker than those made today is replaced.
   */
  public boolean check(String user, String password) {
    var before = kept(user);
    if (before.isEmpty() || !identity.checkPassword(user, password)) {
      // As long for somebody who is unknown, or whose hash is a fast one: the time must not tell.
      if (before.filter(kept -> !passwords.isWeaker(kept)).isEmpty()) {
        var unused = passwords.check(password, nobody);
      }
      return false;
    }
    kept(user).filter(passwords::isWeaker).ifPresent(weak -> strengthen(user, password));
    kept(user).ifPresent(kept -> proven.add(user, password, kept));
    return true;
  }

  /** Returns whether this password was found right a moment ago, and was not changed since. */
  public boolean provenLately(String user, String password) {
    return proven.knows(user)
        && kept(user).filter(kept -> proven.has(user, password, kept)).isPresent();
  }

  /** Returns whether there is such a user. */
  public boolean isUser(String user) {
    return kept(user).isPresent();
  }

  /** Returns the ids of a user's groups. */
  public List<String> groups(String user) {
    return identity.createGroupQuery().groupMember(user).unlimitedList().stream()
        .map(Group::getId)
        .toList();
  }

  private void strengthen(String user, String password) {
    try {
      var known = identity.createUserQuery().userId(user).singleResult();
      known.setPassword(password);
      // It is theirs already, and may be older than the rule.
      ((IdentityServiceImpl) identity).saveUser(known, true);
    } catch (ProcessEngineException e) {
      // Somebody else changes the user right now; the next sign-in tries again.
      LOG.debug("The hash of {} was not replaced", user, e);
    }
  }

  private Optional<String> kept(String user) {
    return user.indexOf('\0') >= 0
        ? Optional.empty()
        : jdbc.sql("select pwd_ from act_id_user where id_ = ? and pwd_ is not null")
            .param(user)
            .query(String.class)
            .optional();
  }
}
