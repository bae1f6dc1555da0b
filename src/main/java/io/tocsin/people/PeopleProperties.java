package io.tocsin.people;

import io.tocsin.engine.TeamGroups;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
 * @param businessHours of contacts that have business hours and none of their own
 * @param samplePassword given to users who are new; for the local run only
 * @param mayBeEmpty whether a directory without persons may follow one with some
 */
@Validated
@ConfigurationProperties("tocsin.people")
record PeopleProperties(
    @DefaultValue @Valid List<PersonEntry> persons,
    @DefaultValue @Valid List<ContactEntry> contacts,
    @DefaultValue @Valid List<Rotation> rotations,
    @DefaultValue @Valid BusinessHours businessHours,
    @Nullable String samplePassword,
    @DefaultValue("false") boolean mayBeEmpty) {

  private static final String ID = "[a-z0-9][a-z0-9._-]*";
  private static final String PHONE = "\\+[1-9][0-9]{6,14}";
  private static final String NO_PHONE = "is not E.164, such as +4930123456";

  /** Ids that are addresses of the API already. */
  private static final Set<String> TAKEN = Set.of("gaps", "swaps");

  PeopleProperties {
    persons = List.copyOf(persons);
    contacts = List.copyOf(contacts);
    rotations = List.copyOf(rotations);
    unique(
        "tocsin.people: the id '%s' is given twice, among persons and contacts",
        Stream.concat(
            persons.stream().map(PersonEntry::id), contacts.stream().map(ContactEntry::id)));
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
    for (var contact : contacts) {
      try {
        var unused = contact.hours(businessHours);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "tocsin.people.contacts: '%s' has hours that never come: %s"
                .formatted(contact.id(), e.getMessage()),
            e);
      }
    }
    var known = persons.stream().map(PersonEntry::id).collect(Collectors.toSet());
    for (var rotation : rotations) {
      require(
          rotation.id() == null
              || !TAKEN.contains(rotation.id()) && !rotation.id().endsWith(".ics"),
          "tocsin.people.rotations: '%s' is an address of the API; choose another id",
          rotation.id());
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
   * @param slackId member id in Slack
   * @param groups ids of team groups
   */
  record PersonEntry(
      @NotBlank @Pattern(regexp = ID) String id,
      @NotBlank String name,
      @NotBlank @Email String email,
      @Nullable @Pattern(regexp = PHONE, message = NO_PHONE) String phone,
      @Nullable
          @Pattern(regexp = "[UW][A-Z0-9]{4,}", message = "is no member id, such as U012AB3CD")
          String slackId,
      @DefaultValue("UTC") ZoneId zone,
      @DefaultValue Set<String> groups) {

    Person person() {
      return new Person(id, name, email, phone, slackId, zone, Set.copyOf(groups));
    }
  }

  /**
   * Somebody or something that is told but does not sign in: a team, an office, a vendor.
   *
   * @param phone in E.164
   * @param slackId of the person or channel in Slack
   * @param hours {@code 24/7} or {@code business}
   * @param zone of business hours, like the days and times; each that is null is the one of {@code
   *     tocsin.people.business-hours}
   */
  record ContactEntry(
      @NotBlank @Pattern(regexp = ID) String id,
      @NotBlank String name,
      @DefaultValue("team") Contact.Kind kind,
      @Nullable @Email String email,
      @Nullable @Pattern(regexp = PHONE, message = NO_PHONE) String phone,
      @Nullable String slackId,
      @DefaultValue("24/7")
          @Pattern(regexp = "24/7|business", message = "is neither 24/7 nor business")
          String hours,
      @Nullable ZoneId zone,
      @Nullable Set<DayOfWeek> days,
      @Nullable @DateTimeFormat(iso = DateTimeFormat.ISO.TIME) LocalTime starts,
      @Nullable @DateTimeFormat(iso = DateTimeFormat.ISO.TIME) LocalTime ends) {

    Contact contact(BusinessHours usual) {
      return new Contact(id, name, kind, email, phone, slackId, hours(usual));
    }

    Hours hours(BusinessHours usual) {
      return hours.equals("business")
          ? new Hours(
              Objects.requireNonNullElse(zone, usual.zone()),
              Objects.requireNonNullElse(days, usual.days()),
              Objects.requireNonNullElse(starts, usual.starts()),
              Objects.requireNonNullElse(ends, usual.ends()))
          : Hours.ALWAYS;
    }
  }

  /** The usual hours of an office. Times in quotes in YAML, which reads 10:00 as a number. */
  record BusinessHours(
      @DefaultValue("UTC") ZoneId zone,
      @DefaultValue({"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"}) @NotEmpty
          Set<DayOfWeek> days,
      @DefaultValue("09:00") @DateTimeFormat(iso = DateTimeFormat.ISO.TIME) LocalTime starts,
      @DefaultValue("17:00") @DateTimeFormat(iso = DateTimeFormat.ISO.TIME) LocalTime ends) {}

  /**
   * People who take turns.
   *
   * @param members user ids in their order; somebody may stand in it several times
   * @param startsOn when the first member's first turn begins; nobody is on call before
   * @param handover when turns change; quote it in YAML, which reads 10:00 as a number
   * @param zone of both
   * @param every how long a turn lasts: {@code 1d}, {@code 2w}, or a number of days
   * @param layer place in the order of calling; null is the place in the list of rotations
   */
  record Rotation(
      @NotBlank @Pattern(regexp = ID) String id,
      @NotEmpty List<@NotBlank String> members,
      @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate startsOn,
      @DefaultValue("09:00") @DateTimeFormat(iso = DateTimeFormat.ISO.TIME) LocalTime handover,
      @DefaultValue("UTC") ZoneId zone,
      @DefaultValue("1w")
          @Pattern(
              regexp = "[1-9][0-9]{0,2}[dw]?",
              message = "is no length of a turn, such as 1d, 1w or 3w")
          String every,
      @Nullable @Min(1) Integer layer) {

    /** Returns how many days a turn lasts. */
    int days() {
      var unit = every.charAt(every.length() - 1);
      return Character.isDigit(unit)
          ? Integer.parseInt(every)
          : Integer.parseInt(every.substring(0, every.length() - 1)) * (unit == 'w' ? 7 : 1);
    }
  }

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
