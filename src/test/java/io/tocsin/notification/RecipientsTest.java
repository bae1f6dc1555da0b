package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Service;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class RecipientsTest {

  private static final DefaultListableBeanFactory BEANS = new DefaultListableBeanFactory();

  private static final Map<String, List<String>> DIRECTORY =
      Map.of(
          "person:ada", List.of("ada"),
          "oncall:commander", List.of("cy"),
          "group:incident-commander", List.of("cy", "dee"),
          "group:scribe", List.of("eve", "finn"),
          "contact:shop-team", List.of("shop-team"));

  private final Recipients recipients = recipients(DIRECTORY);

  @Test
  void a_role_is_told_through_its_holder() {
    assertThat(ids("role:commander", Map.of("commander", "ada"))).containsExactly("ada");
  }

  @Test
  void without_a_commander_the_one_on_call_is_told() {
    assertThat(ids("role:commander", Map.of())).containsExactly("cy");
  }

  @Test
  void without_a_commander_on_call_the_whole_group_is_told() {
    var nobodyOnCall = recipients(Map.of("group:incident-commander", List.of("cy", "dee")));
    assertThat(nobodyOnCall.of(Samples.minimal(), "role:commander"))
        .extracting(Addressee::id)
        .containsExactly("cy", "dee");
  }

  @Test
  void without_a_holder_of_another_role_its_group_is_told() {
    assertThat(ids("role:scribe", Map.of())).containsExactly("eve", "finn");
  }

  @Test
  void a_holder_who_has_left_the_directory_is_no_holder() {
    assertThat(ids("role:scribe", Map.of("scribe", "gone"))).containsExactly("eve", "finn");
  }

  @Test
  void owners_are_those_of_the_affected_services_once() {
    assertThat(recipients.of(Samples.with(List.of("web", "api", "unknown")), "service-owners"))
        .extracting(Addressee::id)
        .containsExactly("shop-team");
  }

  @Test
  void everything_else_is_asked_of_the_directory() {
    assertThat(ids("contact:shop-team", Map.of())).containsExactly("shop-team");
    assertThat(ids("role:nonsense", Map.of())).isEmpty();
    assertThat(ids("contact:nobody", Map.of())).isEmpty();
  }

  private List<String> ids(String recipient, Map<String, String> roles) {
    return recipients.of(Samples.with(roles), recipient).stream().map(Addressee::id).toList();
  }

  private static Recipients recipients(Map<String, List<String>> directory) {
    return new Recipients(
        new People() {
          @Override
          public List<Person> all() {
            return List.of();
          }

          @Override
          public Optional<Person> find(String id) {
            return Optional.empty();
          }

          @Override
          public List<Person> inGroup(String group) {
            return List.of();
          }

          @Override
          public List<Contact> contacts() {
            return List.of();
          }

          @Override
          public List<Person> callOrder(String rotation) {
            return List.of();
          }

          @Override
          public Optional<Person> onCall(String rotation) {
            return Optional.empty();
          }

          @Override
          public List<Addressee> resolve(String recipient) {
            return directory.getOrDefault(recipient, List.of()).stream()
                .map(id -> new Addressee(id, id, id + "@example.org", null))
                .toList();
          }
        },
        new Catalog(List.of(service("web"), service("api"))),
        BEANS.getBeanProvider(Customers.class),
        BEANS.getBeanProvider(IncidentRoom.class));
  }

  private static Service service(String id) {
    return new Service(
        id, id, "contact:shop-team", null, List.of(), Map.of(), List.of(), null, null);
  }
}
