package io.tocsin.incident;

import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.policy.Policy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who takes a role by the policy: its primary, then each backup in order. Both are recipients, one
 * or several; {@code role:<other role>} is whoever holds that role, or would take it. Whoever is in
 * no group of those who respond is passed over, and so is whoever commanded before the incident was
 * reopened by itself, until they answer.
 */
@Component
class RoleCandidates {

  private final People people;
  private final IncidentRounds rounds;

  RoleCandidates(People people, IncidentRounds rounds) {
    this.people = people;
    this.rounds = rounds;
  }

  /**
   * Somebody who takes a role without being asked.
   *
   * @param recipient the policy's word for them
   */
  record Candidate(Person person, String recipient) {}

  /** Returns who holds a role and is here to do its work; null when nobody is. */
  @Nullable String holder(IncidentView incident, Role role) {
    return Optional.ofNullable(incident.holder(role))
        .filter(holder -> people.find(holder).isPresent())
        .orElse(null);
  }

  /** Returns whom to propose: the first person whom the policy names. */
  Optional<Person> proposed(IncidentView incident, Policy policy, Role role) {
    return named(incident, policy, role, EnumSet.noneOf(Role.class))
        .flatMap(named -> named.people().stream())
        .findFirst();
  }

  /**
   * Returns who can be given the role: the first recipient that is exactly one person. One of two
   * is not one because the other is passed over: nobody has asked them.
   */
  Optional<Candidate> single(IncidentView incident, Policy policy, Role role) {
    return named(incident, policy, role, EnumSet.noneOf(Role.class))
        .filter(named -> named.all() == 1 && named.people().size() == 1)
        .map(named -> new Candidate(named.people().get(0), named.recipient()))
        .findFirst();
  }

  /**
   * Whom a recipient means.
   *
   * @param people without those who are passed over for their silence
   * @param all how many they are with them
   */
  private record Named(String recipient, List<Person> people, int all) {

    Named(String recipient, List<Person> people) {
      this(recipient, people, people.size());
    }
  }

  /** Two roles that back each other up end here: each role is asked once. */
  private Stream<Named> named(IncidentView incident, Policy policy, Role role, Set<Role> asked) {
    if (!asked.add(role)) {
      return Stream.empty();
    }
    return policy.role(role.key()).stream()
        .flatMap(duty -> Stream.of(duty.primary(), duty.backup()))
        .flatMap(recipients -> Arrays.stream(recipients.split(",")))
        .map(String::strip)
        .filter(recipient -> !recipient.isEmpty())
        .flatMap(recipient -> resolve(recipient, incident, policy, asked));
  }

  private Stream<Named> resolve(
      String recipient, IncidentView incident, Policy policy, Set<Role> asked) {
    if (recipient.startsWith("role:")) {
      var key = recipient.substring("role:".length());
      return Arrays.stream(Role.values())
          .filter(role -> role.key().equals(key))
          .flatMap(role -> holder(role, incident, policy, asked))
          .map(named -> new Named(recipient, named.people(), named.all()));
    }
    var silent = rounds.silent(incident);
    var all =
        people.resolve(recipient).stream()
            .map(Addressee::id)
            .flatMap(id -> people.find(id).stream())
            .filter(Responders::mayRespond)
            .distinct()
            .toList();
    return Stream.of(
        new Named(
            recipient,
            all.stream().filter(person -> silent.filter(person.id()::equals).isEmpty()).toList(),
            all.size()));
  }

  private Stream<Named> holder(Role role, IncidentView incident, Policy policy, Set<Role> asked) {
    var holder = holder(incident, role);
    return holder == null
        ? named(incident, policy, role, asked)
        : Stream.of(new Named(holder, people.find(holder).stream().toList()));
  }
}
