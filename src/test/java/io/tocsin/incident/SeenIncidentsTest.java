package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What one transaction has read of an incident. */
@TocsinTest
class SeenIncidentsTest {

  @Autowired Response response;
  @Autowired Incidents incidents;
  @Autowired StatusUpdates updates;
  @Autowired PlatformTransactionManager transactions;

  private String number;

  @BeforeEach
  void declare() {
    number = response.declare("high");
  }

  @Test
  void isReadOnceInATransaction() {
    within(
        () -> {
          var first = incidents.get(number);

          assertThat(incidents.get(number)).isSameAs(first);
        });
  }

  @Test
  void isReadAgainAfterTheTransactionHasChangedIt() {
    within(
        () -> {
          incidents.get(number);
          incidents.teamNotified(number);

          assertThat(incidents.get(number).teamNotifiedAt()).isNotNull();
        });
  }

  @Test
  void isReadAgainOnceItIsLocked() {
    within(
        () -> {
          incidents.get(number);
          elsewhere(() -> incidents.teamNotified(number));
          incidents.lock(number);

          assertThat(incidents.get(number).teamNotifiedAt()).isNotNull();
        });
  }

  @Test
  void isReadOnceWithItsLock() {
    within(
        () -> {
          var locked = incidents.lock(number);

          assertThat(incidents.get(number)).isSameAs(locked);
          assertThat(incidents.lock(number)).isSameAs(locked);
          incidents.teamNotified(number);
          assertThat(incidents.lock(number).teamNotifiedAt()).isNotNull();
          assertThat(incidents.get(number).teamNotifiedAt()).isNotNull();
        });
  }

  @Test
  void isNotSharedWithATransactionThatBeginsMeanwhile() {
    within(
        () -> {
          var here = incidents.get(number);

          elsewhere(() -> assertThat(incidents.get(number)).isNotSameAs(here));
          assertThat(incidents.get(number)).isSameAs(here);
        });
  }

  @Test
  void isReadByTheNextTransaction() {
    within(() -> incidents.get(number));
    incidents.teamNotified(number);

    within(() -> assertThat(incidents.get(number).teamNotifiedAt()).isNotNull());
  }

  @Test
  void anUpdateOfSomebodyElseCountsOnceItIsLookedForAgain() {
    within(
        () -> {
          assertThat(updates.last(number, "internal")).isEmpty();
          elsewhere(() -> updates.add(number, "internal", "It spreads", "carla", null));
          assertThat(updates.unsent(number, "internal")).isEmpty();
          updates.lookAgain(number, "internal");

          assertThat(updates.unsent(number, "internal")).hasSize(1);
          assertThat(updates.lastByPerson(number, "internal")).isPresent();
        });
  }

  @Test
  void anUpdateOfTheTransactionCountsAtOnce() {
    within(
        () -> {
          assertThat(updates.last(number, "internal")).isEmpty();
          var written = updates.add(number, "internal", "It spreads", "carla", null);

          assertThat(updates.last(number, "internal")).contains(written);
        });
  }

  @Test
  void anUpdateOfTheEngineHidesNoneOfAPerson() {
    var written = updates.add(number, "internal", "It spreads", "carla", null);
    response.at(written.at().plusSeconds(60));
    updates.add(number, "internal", "Nothing new", Actor.ENGINE.id(), null);

    assertThat(updates.lastByPerson(number, "internal")).contains(written);
  }

  private void within(Runnable work) {
    new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
  }

  private void elsewhere(Runnable work) {
    var other = new TransactionTemplate(transactions);
    other.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    other.executeWithoutResult(status -> work.run());
  }
}
