package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.Service;
import io.tocsin.catalog.ExternalWork;
import io.tocsin.engine.EngineAccess;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.security.SecurityProperties.Admin;
import io.tocsin.security.SecurityProperties.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** A wrong account of a worker stops the start and says why. */
class WorkersTest {

  private static final String PASSWORD = "long-enough-for-real";

  private final EngineAccess access = mock(EngineAccess.class);
  private final People people = mock(People.class);
  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void areSeededAndKnowTheirTopics() {
    environment.setActiveProfiles("production");
    var workers = workers(new Worker("w", PASSWORD, Set.of("cache", "restart")));
    workers.afterSingletonsInstantiated();

    verify(access).seedPrograms(Map.of("w", PASSWORD), "action-worker");
    assertThat(workers.topics("w")).containsExactlyInAnyOrder("cache", "restart");
    assertThat(workers.topics("somebody")).isEmpty();
  }

  @Test
  void haveTopicsOfTheCatalogExceptInTheSample() {
    var workers = workers(new Worker("w", PASSWORD, Set.of("rotate")));
    environment.setActiveProfiles("production");
    refused(
        workers,
        "The topic 'rotate' of the worker 'w' is that of no action in the catalog, which has: cache, restart");

    environment.setActiveProfiles("default");
    workers.afterSingletonsInstantiated();
    verify(access).seedPrograms(any(), any());
  }

  @Test
  void areNoPeople() {
    when(people.find("ada")).thenReturn(Optional.of(mock(Person.class)));

    refused(workers(new Worker("ada", PASSWORD, Set.of("cache"))), "'ada' is also a person");
    refused(workers(new Worker("root", PASSWORD, Set.of("cache"))), "'root' is also a person");
  }

  @Test
  void haveALongPasswordOutsideTheDefaultProfile() {
    var workers = workers(new Worker("w", "short", Set.of("cache")));
    workers.afterSingletonsInstantiated();
    environment.setActiveProfiles("production");

    assertThatThrownBy(workers::afterSingletonsInstantiated)
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("shorter than 12 characters")
        .hasMessageNotContaining("short\"");
  }

  @Test
  void haveIdPasswordAndTopicsAndDoNotShowThePassword() {
    assertThatThrownBy(() -> new Worker("A b", PASSWORD, Set.of("cache")))
        .hasMessageContaining("the id 'A b' takes small letters");
    assertThatThrownBy(() -> new Worker("w", " ", Set.of("cache")))
        .hasMessageContaining("'w' has no password");
    assertThatThrownBy(() -> new Worker("w", PASSWORD, Set.of()))
        .hasMessageContaining("'w' has no topics");
    var one = new Worker("w", PASSWORD, Set.of("cache"));
    assertThat(one.toString()).doesNotContain(PASSWORD);
    assertThatThrownBy(() -> new SecurityProperties(new Admin(null, null), List.of(one, one)))
        .hasMessageContaining("'w' is listed twice");
  }

  private void refused(Workers workers, String why) {
    assertThatThrownBy(workers::afterSingletonsInstantiated)
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining(why);
    verify(access, never()).seedPrograms(any(), any());
  }

  private Workers workers(Worker... workers) {
    var catalog =
        new Catalog(
            List.of(
                new Service(
                    "shop",
                    "Shop",
                    "group:owners",
                    null,
                    List.of(),
                    Map.of("restart", external(null), "clear-cache", external("cache")),
                    List.of(),
                    null,
                    null)));
    return new Workers(
        access,
        new SecurityProperties(new Admin("root", "x"), List.of(workers)),
        people,
        catalog,
        environment);
  }

  private static Action external(@Nullable String topic) {
    return new Action(
        "Do it",
        false,
        Duration.ofSeconds(5),
        List.of(),
        Map.of(),
        null,
        null,
        null,
        new ExternalWork(topic, Duration.ofMinutes(5)),
        Map.of());
  }
}
