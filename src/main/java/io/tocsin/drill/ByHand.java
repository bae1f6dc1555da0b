package io.tocsin.drill;

import io.tocsin.drill.Scenario.Does;
import io.tocsin.drill.Scenario.Fault;
import io.tocsin.drill.Scenario.Inject;
import io.tocsin.drill.Scenario.Kind;
import io.tocsin.people.Players;
import io.tocsin.problem.InvalidInputException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that the lead of a drill brings in now: a step of the script before its time, or
 * something that stands in no script.
 *
 * @param step id of a step of the script; then the rest is not looked at
 * @param kind alert, complaint, note, unreachable, break, slow, repair or fail-rollback
 * @param text what reaches the team; of a fault, what the service says of itself
 * @param severity of an alert
 * @param player who cannot be reached
 * @param service of a fault
 * @param latencyMs of a slow or broken service
 */
public record ByHand(
    @Nullable String step,
    @Nullable String kind,
    @Nullable @Size(max = 1_000) String text,
    @Nullable String severity,
    @Nullable String player,
    @Nullable String service,
    @Min(0) @Max(10_000) int latencyMs) {

  private static final String HAND = "hand";
  private static final int SLOW_MS = 5_000;

  /** Returns the fault that it is; null when it is none. */
  @Nullable Fault fault(Drill drill) {
    var does =
        switch (String.valueOf(kind)) {
          case "break" -> Does.BREAK;
          case "slow" -> Does.SLOW;
          case "repair" -> Does.REPAIR;
          case "fail-rollback" -> Does.FAIL_ROLLBACK;
          default -> null;
        };
    if (does == null) {
      return null;
    }
    var services = drill.script().services();
    if (!services.contains(String.valueOf(service))) {
      throw new InvalidInputException(
          "service", "is one of the services of the drill: " + String.join(", ", services));
    }
    return new Fault(
        Duration.ZERO,
        Objects.requireNonNull(service),
        does,
        text == null || text.isBlank() ? null : text,
        does == Does.SLOW && latencyMs == 0 ? SLOW_MS : latencyMs);
  }

  /** Returns the inject that it is, if it is no fault. */
  Inject inject() {
    var what =
        switch (String.valueOf(kind)) {
          case "alert" -> Kind.ALERT;
          case "complaint" -> Kind.COMPLAINT;
          case "note" -> Kind.NOTE;
          case "unreachable" -> Kind.UNREACHABLE;
          default ->
              throw new InvalidInputException(
                  "kind",
                  "'%s' is none of alert, complaint, note, unreachable, break, slow, repair,"
                          .formatted(kind)
                      + " fail-rollback");
        };
    if (text == null || text.isBlank()) {
      throw new InvalidInputException("text", "say what reaches the team");
    }
    if (what == Kind.UNREACHABLE && (player == null || !Players.isOne(player))) {
      throw new InvalidInputException("player", "is one of " + String.join(", ", Players.ids()));
    }
    return new Inject(
        HAND,
        Duration.ZERO,
        what,
        text,
        severity == null || severity.isBlank() ? null : severity,
        player);
  }
}
