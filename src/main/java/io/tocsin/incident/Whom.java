package io.tocsin.incident;

import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whom a policy means, in words. */
@Component
class Whom {

  private static final int NAMED = 3;

  private final People people;

  Whom(People people) {
    this.people = people;
  }

  /** Returns the recipients of a policy by name, as they are now. */
  String words(IncidentView incident, List<String> recipients) {
    return recipients.stream()
        .map(recipient -> word(incident, recipient))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Returns the name of a person, or the id when it is nobody of the directory. */
  String name(String id) {
    return people.name(id);
  }

  private String word(IncidentView incident, String recipient) {
    var kind = recipient.substring(0, Math.max(0, recipient.indexOf(':')));
    var key = recipient.substring(recipient.indexOf(':') + 1);
    if (kind.equals("role")) {
      return role(incident, key);
    }
    var names = people.resolve(recipient).stream().map(Addressee::name).toList();
    return switch (kind) {
      case "oncall" ->
          names.isEmpty()
              ? "nobody (on call: " + key + ")"
              : String.join(", ", names) + " (on call: " + key + ")";
      case "group" ->
          names.isEmpty() || names.size() > NAMED
              ? "the group " + key.replace('-', ' ')
              : String.join(", ", names);
      default -> names.isEmpty() ? key.replace('-', ' ') : String.join(", ", names);
    };
  }

  private String role(IncidentView incident, String key) {
    return Arrays.stream(Role.values())
        .filter(role -> role.key().equals(key))
        .findFirst()
        .map(
            role -> {
              var holder = incident.holder(role);
              return holder == null ? role.title() : name(holder);
            })
        .orElse(key);
  }
}
