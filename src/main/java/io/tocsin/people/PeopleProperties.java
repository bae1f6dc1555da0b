package io.tocsin.people;

import io.tocsin.engine.TeamGroups;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.validation.annotation.Validated;

/**
 * The directory of the configuration, {@code tocsin.people}. Checked at start.
 *
 * @param samplePassword given to users who are new; for the local run only
 */
@Validated
@ConfigurationProperties("tocsin.people")
record PeopleProperties(
    @DefaultValue @Valid List<PersonEntry> persons,
    @DefaultValue @Valid List<Contact> contacts,
    @DefaultValue @Valid List<Rotation> rotations,
    @Nullable String samplePassword) {

  private static final String ID = "[a-z0-9][a-z0-9._-]*";
  private static final String PHONE = "\\+[1-9][0-9]{6,14}";

  PeopleProperties {
    persons = List.copyOf(persons);
    contacts = List.copyOf(contacts);
    rotations = List.copyOf(rotations);
    unique(
        "tocsin.people: the id '%s' is given twice, among persons and contacts",
        Stream.concat(persons.stream().map(PersonEntry::id), contacts.stream().map(Contact::id)));
    unique("tocsin.people.rotations: '%s' is listed twice", rotations.stream().map(Rotation::id));
    for (var person : persons) {
      for (var group : person.groups()) {
        require(
            TeamGroups.NAMES.containsKey(group),
            "tocsin.people.persons: '%s' is in the group '%s', which is none of %s",
            person.id(),
            group,
            String.join(", ", TeamGroups.NAMES.keySet()));
      }
    }
    var known = persons.stream().map(PersonEntry::id).collect(Collectors.toSet());
    for (var rotation : rotations) {
      for (var member : rotation.members()) {
        require(
            known.contains(member),
            "tocsin.people.rotations: the member '%s' of '%s' is not in tocsin.people.persons",
            member,
            rotation.id());
      }
    }
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "PeopleProperties[%d persons, %d contacts, %d rotations]"
        .formatted(persons.size(), contacts.size(), rotations.size());
  }

  /**
   * Somebody who can be called and may sign in.
   *
   * @param id user id
   * @param phone in E.164
   * @param groups ids of team groups
   */
  record PersonEntry(
      @NotBlank @Pattern(regexp = ID) String id,
      @NotBlank String name,
      @NotBlank @Email String email,
      @Nullable @Pattern(regexp = PHONE, message = "is not E.164, such as +4930123456")
          String phone,
      @DefaultValue("UTC") ZoneId zone,
      @DefaultValue Set<String> groups) {

    Person person() {
      return new Person(id, name, email, phone, zone, Set.copyOf(groups));
    }
  }

  /**
   * Somebody or something that is told but does not sign in: a team, an office, a vendor.
   *
   * @param phone in E.164
   */
  record Contact(
      @NotBlank @Pattern(regexp = ID) String id,
      @NotBlank String name,
      @Nullable @Email String email,
      @Nullable @Pattern(regexp = PHONE, message = "is not E.164, such as +4930123456")
          String phone) {}

  /**
   * People who take turns.
   *
   * @param members user ids in their order
   * @param startsOn when the first member's first turn begins; nobody is on call before
   * @param handover when turns change; quote it in YAML, which reads 10:00 as a number
   * @param zone of both
   * @param every how many days a turn lasts
   */
  record Rotation(
      @NotBlank @Pattern(regexp = ID) String id,
      @NotEmpty List<@NotBlank String> members,
      @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate startsOn,
      @DefaultValue("09:00") @DateTimeFormat(iso = DateTimeFormat.ISO.TIME) LocalTime handover,
      @DefaultValue("UTC") ZoneId zone,
      @DefaultValue("7") @Min(1) int every) {}

  private static void unique(String message, Stream<String> ids) {
    var seen = new HashSet<String>();
    ids.forEach(id -> require(seen.add(id), message, id));
  }

  private static void require(boolean condition, String message, Object... details) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(details));
    }
  }
}
