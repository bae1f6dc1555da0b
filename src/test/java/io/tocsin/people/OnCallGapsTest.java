package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.people.OnCallGaps.Gap;
import io.tocsin.people.OnCallGaps.Kind;
import io.tocsin.people.PeopleProperties.BusinessHours;
import io.tocsin.people.PeopleProperties.PersonEntry;
import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class OnCallGapsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-15T00:00:00Z");

  private final List<ShiftOverride> overrides = new ArrayList<>();

  @Test
  void nobody_is_called_before_the_rotation_starts() {
    assertThat(gaps("+4930123456", Map.of()))
        .extracting(Gap::rotation, Gap::from, Gap::until, Gap::kind)
        .containsExactly(tuple("primary", NOW, START, Kind.NOBODY));
  }

  @Test
  void an_override_closes_a_gap_for_its_time() {
    override("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z");
    assertThat(gaps("+4930123456", Map.of()))
        .extracting(Gap::from, Gap::until)
        .containsExactly(
            tuple(NOW, Instant.parse("2026-01-02T00:00:00Z")),
            tuple(Instant.parse("2026-01-03T00:00:00Z"), START));
  }

  @Test
  void somebody_without_a_phone_is_a_gap_cut_to_what_was_asked() {
    assertThat(gaps(null, Map.of()))
        .filteredOn(gap -> gap.kind() == Kind.NO_PHONE)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.person()).isEqualTo("ben");
              assertThat(gap.from()).isEqualTo("2026-01-12T09:00:00Z");
              assertThat(gap.until()).isEqualTo(LATER);
              assertThat(gap.reason()).contains("Ben has no phone number");
            });
  }

  @Test
  void a_rotation_that_a_policy_names_and_nobody_has_set_up_is_a_gap() {
    assertThat(gaps("+4930123456", Map.of("primary", "parsify", "night", "the policy parsify")))
        .filteredOn(gap -> gap.kind() == Kind.UNKNOWN_ROTATION)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.rotation()).isEqualTo("night");
              assertThat(gap.reason()).contains("the policy parsify", "tocsin.people.rotations");
            });
  }

  @Test
  void the_start_warns_of_each_gap(CapturedOutput output) {
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean(
          GapsAtStart.class,
          () -> new GapsAtStart(service(null, Map.of("night", "the policy parsify")), clock()));
      context.refresh();
      AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
      assertThat(output.getOut()).doesNotContain("On call '");
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }
    assertThat(output.getOut().lines().filter(line -> line.contains("On call '")))
        .hasSize(3)
        .anyMatch(line -> line.contains("WARN") && line.contains("'primary'"))
        .anyMatch(line -> line.contains("'night'"));
  }

  private List<Gap> gaps(@Nullable String phone, Map<String, String> named) {
    return service(phone, named).between(NOW, LATER);
  }

  private OnCallGaps service(@Nullable String phone, Map<String, String> named) {
    var properties =
        new PeopleProperties(
            List.of(person("ada", "Ada", "+4930654321"), person("ben", "Ben", phone)),
            List.of(),
            List.of(
                new Rotation(
                    "primary",
                    List.of("ada", "ben"),
                    LocalDate.of(2026, 1, 5),
                    LocalTime.of(9, 0),
                    ZoneOffset.UTC,
                    "1w",
                    null)),
            new BusinessHours(
                ZoneOffset.UTC, Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(17, 0)),
            null,
            false);
    var rotas =
        new Rotas(
            properties,
            (rotation, from, until) ->
                overrides.stream()
                    .filter(o -> o.from().isBefore(until) && o.effectiveUntil().isAfter(from))
                    .toList());
    return new OnCallGaps(rotas, new Directory(properties, rotas, clock()), List.of(() -> named));
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private void override(String from, String until) {
    overrides.add(
        new ShiftOverride(
            UUID.randomUUID(),
            "primary",
            "ada",
            Instant.parse(from),
            Instant.parse(until),
            "a reason",
            null,
            "manager",
            NOW,
            null,
            null,
            null));
  }

  private static PersonEntry person(String id, String name, @Nullable String phone) {
    return new PersonEntry(
        id, name, id + "@example.org", phone, null, ZoneOffset.UTC, Set.of("responder"));
  }
}
