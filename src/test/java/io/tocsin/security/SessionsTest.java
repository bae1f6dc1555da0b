package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** Sessions are in the database: they end everywhere, and nodes of two releases read them. */
@TocsinTest
class SessionsTest {

  private static final String GROUP = "responder";

  @Autowired IdentityService identity;
  @Autowired JdbcClient jdbc;

  private SessionRepository<Session> sessions;

  private final String user = "s-" + UUID.randomUUID();
  private String session;

  /** Stands for a class of another release. */
  record Memo(String text) implements Serializable {}

  @Autowired
  @SuppressWarnings("unchecked") // the class of its sessions cannot be named here
  void sessions(JdbcIndexedSessionRepository sessions) {
    this.sessions = (SessionRepository<Session>) (SessionRepository<?>) sessions;
  }

  @BeforeEach
  void signIn() {
    var made = identity.newUser(user);
    made.setPassword("correct horse battery");
    identity.saveUser(made);
    identity.createMembership(user, GROUP);
    var begun = sessions.createSession();
    begun.setAttribute("memo", new Memo("kept"));
    sessions.save(begun);
    session = begun.getId();
    jdbc.sql("update spring_session set principal_name = ? where session_id = ?")
        .params(user, session)
        .update();
  }

  @AfterEach
  void remove() {
    identity.deleteUser(user);
    sessions.deleteById(session);
  }

  @Test
  void whoLosesAGroupIsSignedOut() {
    identity.createMembership(user, "scribe");
    assertThat(isSignedIn()).as("more rights count from the next sign-in").isTrue();
    identity.deleteMembership(user, GROUP);
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void whoGetsAnotherPasswordIsSignedOutAndWhoGetsAnotherNameIsNot() {
    var known = identity.createUserQuery().userId(user).singleResult();
    known.setFirstName("Ada");
    identity.saveUser(known);
    assertThat(isSignedIn()).isTrue();

    known = identity.createUserQuery().userId(user).singleResult();
    known.setPassword("another horse battery");
    identity.saveUser(known);
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void whoIsDeletedIsSignedOut() {
    identity.deleteUser(user);
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void whatAnotherReleaseHasWrittenIsLeftOut() {
    assertThat(sessions.findById(session).<Memo>getAttribute("memo")).isEqualTo(new Memo("kept"));
    // A class that is not there any more.
    jdbc.sql(
            "update spring_session_attributes set attribute_bytes = ? where session_primary_id ="
                + " (select primary_id from spring_session where session_id = ?)")
        .params(renamed(new Memo("of another release")), session)
        .update();

    var found = sessions.findById(session);

    assertThat(found).isNotNull();
    assertThat(found.<Object>getAttribute("memo")).isNull();
  }

  /** As a browser does that opens several tabs at once: each puts the same thing there. */
  @Test
  void requestsAtTheSameTimeMayPutTheSameThingThere() {
    var one = sessions.findById(session);
    var other = sessions.findById(session);
    one.setAttribute("token", "of one");
    other.setAttribute("token", "of the other");

    sessions.save(one);
    sessions.save(other);

    assertThat(sessions.findById(session).<String>getAttribute("token")).isEqualTo("of the other");
  }

  @Test
  void aRequestThatIsStillUnderWayDoesNotFailWhenThePersonSignsOut() {
    var late = sessions.findById(session);
    late.setAttribute("token", "of a page");
    sessions.deleteById(session);

    sessions.save(late);

    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void whatIsNoObjectAtAllIsLeftOut() {
    var reader = Sessions.reader(getClass().getClassLoader());
    assertThat(reader.convert("nonsense".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(reader.convert(new SerializingConverter().convert("a text"))).isEqualTo("a text");
  }

  private boolean isSignedIn() {
    return sessions.findById(session) != null;
  }

  private static byte[] renamed(Memo memo) {
    var name = ObjectStreamClass.lookup(Memo.class).getName();
    var bytes = new SerializingConverter().convert(memo);
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(name, name.replace("Memo", "Memo".substring(0, 3) + "x"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
