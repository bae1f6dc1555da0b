package io.tocsin.engine;

import io.tocsin.problem.ConflictException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is known to the engine and may do what there: groups, users, rights and the filters of the
 * Tasklist. Each method is one transaction, may be called again at every start, and makes a second
 * node that starts at the same time wait.
 */
@Component
@Transactional
public class EngineAccess {

  private static final Logger LOG = LoggerFactory.getLogger(EngineAccess.class);

  /** Key of the lock that seeding nodes take; any number no other lock uses. */
  private static final long LOCK = 7_240_001L;

  /** Kept on users of the directory, with one of the values below; others are left alone. */
  private static final String MARK = "tocsin.directory";

  /** Kept on accounts of programs. */
  private static final String PROGRAM = "tocsin.program";

  /** Kept on users whom a provider of identities has vouched for: who they are there. */
  private static final String VOUCHED = "tocsin.vouched";

  private static final String MEMBER = "member";
  private static final String SAMPLE = "sample";
  private static final String LEFT = "left";

  private final IdentityService identity;
  private final EngineGrants grants;
  private final TasklistFilters filters;
  private final JdbcClient jdbc;

  EngineAccess(
      IdentityService identity, EngineGrants grants, TasklistFilters filters, JdbcClient jdbc) {
    this.identity = identity;
    this.grants = grants;
    this.filters = filters;
    this.jdbc = jdbc;
  }

  /**
   * A person who may sign in. Not how to reach them: whoever uses the Tasklist may look up every
   * user of the engine, and addresses are for responders.
   *
   * @param groups ids of {@link TeamGroups}
   */
  public record Member(String id, String name, Set<String> groups) {}

  /**
   * Brings the engine in line with the directory: all groups with their rights, all members with
   * exactly these memberships in {@link TeamGroups}. Whoever has left the directory keeps the user,
   * which history names, loses memberships and cannot sign in. Whoever comes back has the password
   * of before: a file that was broken for one start takes nothing for good.
   *
   * @param samplePassword for users who are new; null gives them one that nobody knows, and takes
   *     it from users who had got it before. Passwords that people chose stay
   */
  public void seed(Collection<Member> directory, @Nullable String samplePassword) {
    lock();
    TeamGroups.NAMES.forEach(this::ensureGroup);
    grants.ensure();
    filters.createOnce();
    removeAddresses();
    keepAccounts();
    for (var member : directory) {
      join(member, samplePassword);
    }
    var ids = directory.stream().map(Member::id).collect(Collectors.toSet());
    var gone = new TreeSet<String>();
    for (var user : identity.createUserQuery().unlimitedList()) {
      var mark = identity.getUserInfo(user.getId(), MARK);
      if (!ids.contains(user.getId()) && mark != null && !LEFT.equals(mark)) {
        if (SAMPLE.equals(mark)) {
          changePassword(user, null);
        } else {
          lock(user.getId());
        }
        leaveAllBut(user.getId(), Set.of());
        endSessions(user.getId());
        identity.setUserInfo(user.getId(), MARK, LEFT);
        gone.add(user.getId());
      }
    }
    ids.forEach(this::unlock);
    if (!gone.isEmpty()) {
      LOG.warn(
          "Lost their access, since they are not in the directory any more"
              + " (tocsin.people.persons): {} of {}: {}",
          gone.size(),
          gone.size() + ids.size(),
          String.join(", ", gone));
    }
  }

  /** Returns whether anybody of a directory has access; people of the sample do not count. */
  @Transactional(readOnly = true)
  public boolean hasMembers() {
    return jdbc.sql(
            "select exists (select from act_id_info where key_ = :key and value_ = :member)")
        .param("key", MARK)
        .param("member", MEMBER)
        .query(Boolean.class)
        .single();
  }

  /**
   * Makes sure that a user exists and is in the given groups; other memberships stay. For users
   * outside the directory, whose memberships {@link #seed} would reset.
   *
   * @param password if the user is new, or had none of their own; null gives one that nobody knows
   */
  public void ensureUser(String id, String name, @Nullable String password, Set<String> groups) {
    lock();
    groups.forEach(group -> ensureGroup(group, TeamGroups.NAMES.getOrDefault(group, group)));
    var known = describe(new Member(id, name, groups), password);
    var mark = identity.getUserInfo(id, MARK);
    if (known && (LEFT.equals(mark) || SAMPLE.equals(mark))) {
      changePassword(identity.createUserQuery().userId(id).singleResult(), password);
      identity.deleteUserInfo(id, MARK);
    }
    enter(id, groups);
  }

  /**
   * Brings the accounts of programs in line with the configuration: each with its password of now,
   * in one group only. One that is not in the configuration any more loses password and group.
   *
   * @param passwords by the id of the program
   */
  public void seedPrograms(Map<String, String> passwords, String group) {
    lock();
    ensureGroup(group, group);
    for (var user : identity.createUserQuery().memberOfGroup(group).unlimitedList()) {
      if (!passwords.containsKey(user.getId())
          && identity.getUserInfo(user.getId(), PROGRAM) != null) {
        changePassword(user, null);
        identity.deleteMembership(user.getId(), group);
        endSessions(user.getId());
      }
    }
    passwords.forEach(
        (id, password) -> {
          var known = describe(new Member(id, id, Set.of(group)), password);
          if (known && identity.getUserInfo(id, PROGRAM) == null) {
            throw new IllegalStateException(
                "The user '%s' is a person already; give the program an id of its own"
                    .formatted(id));
          }
          if (known) {
            changePassword(identity.createUserQuery().userId(id).singleResult(), password);
          }
          identity.setUserInfo(id, PROGRAM, group);
          enter(id, Set.of(group));
        });
  }

  /**
   * Signs somebody in whom a provider of identities has vouched for. Whoever is in the directory
   * keeps the groups that they have there; everybody else is in those groups exactly that the
   * provider's lead to, and gets a user with the first sign-in.
   *
   * @param subject who it is at the provider; the first one of an id keeps it, so that a name that
   *     was given away again opens nothing
   * @param groups ids of {@link TeamGroups}; may be empty
   * @return ids of their groups; empty when the provider's lead to none, and who had some has left
   *     them
   * @throws ConflictException when the id is that of a local account, or of somebody else
   */
  public Set<String> vouchedFor(String id, String name, String subject, Set<String> groups) {
    lock();
    var user = identity.createUserQuery().userId(id).singleResult();
    var mark = identity.getUserInfo(id, MARK);
    var vouched = identity.getUserInfo(id, VOUCHED);
    if (user != null && mark == null && vouched == null) {
      throw new ConflictException("'%s' is a local account; it signs in here".formatted(id));
    }
    if (vouched != null && !vouched.equals(subject)) {
      throw new ConflictException(
          "'%s' was somebody else at the provider before; an administrator must mend that"
              .formatted(id));
    }
    if (user != null && (MEMBER.equals(mark) || SAMPLE.equals(mark))) {
      identity.setUserInfo(id, VOUCHED, subject);
      return groupsOf(id);
    }
    if (user != null && leaveAllBut(id, groups)) {
      endSessions(id);
    }
    if (groups.isEmpty()) {
      return Set.of();
    }
    describe(new Member(id, name, groups), null);
    identity.setUserInfo(id, VOUCHED, subject);
    enter(id, groups);
    return groupsOf(id);
  }

  /** Returns whether a user is in one of the groups, by hand or by the directory. */
  @Transactional(readOnly = true)
  public boolean isInAny(String user, Collection<String> groups) {
    // Not by a query of the engine, which answers by what the caller may see.
    return jdbc.sql(
            "select exists (select from act_id_membership where user_id_ = :user"
                + " and group_id_ in (:groups))")
        .param("user", user)
        .param("groups", groups)
        .query(Boolean.class)
        .single();
  }

  private void join(Member member, @Nullable String samplePassword) {
    var known = describe(member, samplePassword);
    var mark = identity.getUserInfo(member.id(), MARK);
    var sample = samplePassword != null && (!known || LEFT.equals(mark) || SAMPLE.equals(mark));
    if (known && (sample ? LEFT.equals(mark) : SAMPLE.equals(mark))) {
      changePassword(identity.createUserQuery().userId(member.id()).singleResult(), samplePassword);
    }
    identity.setUserInfo(member.id(), MARK, sample ? SAMPLE : MEMBER);
    enter(member.id(), member.groups());
    if (leaveAllBut(member.id(), member.groups())) {
      endSessions(member.id());
    }
  }

  /** Ends with the transaction; whoever waited then reads what was committed. */
  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
  }

  /** An older version kept them; see {@link UsersWithoutAddress}. */
  private void removeAddresses() {
    jdbc.sql("update act_id_user set email_ = null, rev_ = rev_ + 1 where email_ is not null")
        .update();
  }

  /** An older version let people delete theirs; see {@link DefaultRights}. */
  private void keepAccounts() {
    jdbc.sql(
            "update act_ru_authorization set perms_ = :kept, rev_ = rev_ + 1"
                + " where type_ = :grant and resource_type_ = :user and user_id_ = resource_id_"
                + " and perms_ = :all")
        .param("kept", Permissions.READ.getValue() | Permissions.UPDATE.getValue())
        .param("grant", Authorization.AUTH_TYPE_GRANT)
        .param("user", Resources.USER.resourceType())
        .param("all", Permissions.ALL.getValue())
        .update();
  }

  private void ensureGroup(String id, String name) {
    if (identity.createGroupQuery().groupId(id).count() == 0) {
      var group = identity.newGroup(id);
      group.setName(name);
      group.setType(
          TeamGroups.ADMIN.equals(id) ? Groups.GROUP_TYPE_SYSTEM : Groups.GROUP_TYPE_WORKFLOW);
      identity.saveGroup(group);
    }
  }

  /** Returns whether the user was known before. */
  private boolean describe(Member member, @Nullable String password) {
    var user = identity.createUserQuery().userId(member.id()).singleResult();
    var known = user != null;
    if (user == null) {
      user = identity.newUser(member.id());
      user.setPassword(password == null ? unknowable() : password);
    }
    var space = member.name().indexOf(' ');
    var first = space < 0 ? member.name() : member.name().substring(0, space);
    var last = space < 0 ? "" : member.name().substring(space + 1);
    if (!known || !first.equals(user.getFirstName()) || !last.equals(user.getLastName())) {
      user.setFirstName(first);
      user.setLastName(last);
      identity.saveUser(user);
    }
    return known;
  }

  /** The hash stays, where no password is found right by it. */
  private void lock(String user) {
    jdbc.sql("update act_id_user set pwd_ = :locked || pwd_, rev_ = rev_ + 1 where id_ = :user")
        .param("locked", BcryptPasswords.LOCKED)
        .param("user", user)
        .update();
  }

  /** An older node may have let them in without it, so that the mark says nothing. */
  private void unlock(String user) {
    jdbc.sql(
            "update act_id_user set pwd_ = substr(pwd_, length(:locked) + 1), rev_ = rev_ + 1"
                + " where id_ = :user and starts_with(pwd_, :locked)")
        .param("locked", BcryptPasswords.LOCKED)
        .param("user", user)
        .update();
  }

  private void changePassword(User user, @Nullable String password) {
    user.setPassword(password == null ? unknowable() : password);
    identity.saveUser(user);
  }

  private static String unknowable() {
    return BcryptPasswords.RANDOM + UUID.randomUUID();
  }

  private void enter(String user, Set<String> groups) {
    var missing = new HashSet<>(groups);
    missing.removeAll(groupsOf(user));
    missing.forEach(group -> identity.createMembership(user, group));
  }

  /** Groups made by hand are not ours to leave. Returns whether any was left. */
  private boolean leaveAllBut(String user, Set<String> stay) {
    var leave = new HashSet<>(groupsOf(user));
    leave.retainAll(TeamGroups.NAMES.keySet());
    leave.removeAll(stay);
    leave.forEach(group -> identity.deleteMembership(user, group));
    return !leave.isEmpty();
  }

  /** A session keeps the groups that its user had when it began. */
  private void endSessions(String user) {
    jdbc.sql("delete from spring_session where principal_name = ?").param(user).update();
  }

  private Set<String> groupsOf(String user) {
    return identity.createGroupQuery().groupMember(user).unlimitedList().stream()
        .map(Group::getId)
        .collect(Collectors.toSet());
  }
}
