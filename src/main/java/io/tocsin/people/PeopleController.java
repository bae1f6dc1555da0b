package io.tocsin.people;

import io.tocsin.engine.TeamGroups;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The directory over HTTP. How to reach somebody is for responders. */
@RestController
@RequestMapping("/api/v1")
class PeopleController {

  private final People people;
  private final Clock clock;

  PeopleController(People people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  /**
   * Somebody of the directory.
   *
   * @param groups in the order of their ids
   * @param phone null, like the other two, when the caller is no responder
   */
  record PersonView(
      String id,
      String name,
      TreeSet<String> groups,
      String zone,
      @Nullable String phone,
      @Nullable String email,
      @Nullable String slackId) {}

  /**
   * A contact.
   *
   * @param phone null, like e-mail and Slack, when the caller is no responder
   * @param hours for a reader
   * @param open whether somebody answers now
   * @param opensAt null when it is open
   */
  record ContactView(
      String id,
      String name,
      Contact.Kind kind,
      @Nullable String phone,
      @Nullable String email,
      @Nullable String slackId,
      String hours,
      boolean open,
      @Nullable Instant opensAt) {}

  @GetMapping("/people")
  List<PersonView> people(Authentication user) {
    var reach = responds(user);
    return people.all().stream()
        .map(
            person ->
                new PersonView(
                    person.id(),
                    person.name(),
                    new TreeSet<>(person.groups()),
                    person.zone().getId(),
                    reach ? person.phone() : null,
                    reach ? person.email() : null,
                    reach ? person.slackId() : null))
        .toList();
  }

  @GetMapping("/contacts")
  List<ContactView> contacts(Authentication user) {
    var reach = responds(user);
    var now = clock.instant();
    return people.contacts().stream()
        .map(
            contact ->
                new ContactView(
                    contact.id(),
                    contact.name(),
                    contact.kind(),
                    reach ? contact.phone() : null,
                    reach ? contact.email() : null,
                    reach ? contact.slackId() : null,
                    contact.hours().text(),
                    contact.hours().openAt(now),
                    contact.hours().openAt(now) ? null : contact.hours().nextOpen(now)))
        .toList();
  }

  /** Returns whether somebody may see how others are reached. */
  static boolean responds(Authentication user) {
    return user.getAuthorities().stream()
        .anyMatch(group -> TeamGroups.RESPONDING.contains(group.getAuthority()));
  }
}
