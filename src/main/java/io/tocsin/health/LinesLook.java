package io.tocsin.health;

import io.tocsin.catalog.Catalog.Service;
import io.tocsin.catalog.EvidenceSources;
import io.tocsin.catalog.LineQuery;
import io.tocsin.health.Lines.Result;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at errors, deployments and traffic, which come as lines. */
@Component
class LinesLook implements Look {

  private static final int SHOWN = 5;

  private final Lines lines;
  private final Clock clock;

  LinesLook(Lines lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public Set<Aspect> aspects() {
    return Set.of(Aspect.ERRORS, Aspect.DEPLOYMENTS, Aspect.TRAFFIC);
  }

  @Override
  public boolean offers(Service service, Aspect aspect) {
    return query(service.evidence(), aspect) != null;
  }

  @Override
  public List<Finding> at(Service service, Aspect aspect) {
    var sources = Objects.requireNonNull(service.evidence());
    var found = lines.fetch(Objects.requireNonNull(query(sources, aspect)));
    if (found.failure() != null) {
      return List.of(
          new Finding(service.id(), aspect, Finding.State.UNKNOWN, "no lines: " + found.failure()));
    }
    return List.of(
        switch (aspect) {
          case ERRORS -> errors(service, found);
          case DEPLOYMENTS -> deployments(service, sources, found);
          default ->
              new Finding(
                  service.id(),
                  aspect,
                  Finding.State.FINE,
                  found.matching().isEmpty() ? "nobody calls" : first(found, 20));
        });
  }

  private static @Nullable LineQuery query(@Nullable EvidenceSources sources, Aspect aspect) {
    return sources == null
        ? null
        : switch (aspect) {
          case ERRORS -> sources.errors();
          case DEPLOYMENTS -> sources.deployments();
          default -> sources.traffic();
        };
  }

  private static Finding errors(Service service, Result found) {
    return found.matching().isEmpty()
        ? new Finding(service.id(), Aspect.ERRORS, Finding.State.FINE, "none in the last 5 minutes")
        : new Finding(
            service.id(),
            Aspect.ERRORS,
            Finding.State.SUSPECT,
            found.count() + " in the last 5 minutes:\n" + first(found, SHOWN));
  }

  private Finding deployments(Service service, EvidenceSources sources, Result found) {
    if (found.matching().isEmpty()) {
      return new Finding(
          service.id(), Aspect.DEPLOYMENTS, Finding.State.FINE, "no deployment is known");
    }
    var latest = found.matching().get(0);
    var age = time(latest).map(at -> Duration.between(at, clock.instant()));
    var recent = age.filter(old -> old.compareTo(sources.deploymentIsRecentFor()) <= 0).isPresent();
    return new Finding(
        service.id(),
        Aspect.DEPLOYMENTS,
        recent ? Finding.State.SUSPECT : Finding.State.FINE,
        age.map(old -> "the last one %s ago: ".formatted(words(old))).orElse("the last one: ")
            + latest);
  }

  /** The time that a line begins with, if it does. */
  private static Optional<Instant> time(String line) {
    try {
      return Optional.of(OffsetDateTime.parse(line.split("\\s", 2)[0]).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String words(Duration age) {
    return age.compareTo(Duration.ofHours(2)) < 0
        ? Math.max(0, age.toMinutes()) + " min"
        : age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " days";
  }

  private static String first(Result found, int most) {
    return found.matching().stream().limit(most).collect(Collectors.joining("\n"));
  }
}
