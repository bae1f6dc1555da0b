package io.tocsin.training;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done in a training, and what shows it. */
public record Evidence(
    List<ShadowedShift> shifts,
    List<ReadIncident> readings,
    List<PlayedDrill> drills,
    List<Attempt> attempts,
    List<SignOff> signOffs) {

  /**
   * A shift beside somebody.
   *
   * @param confirmed by them; null while nobody has said so
   */
  public record ShadowedShift(
      long id,
      LocalDate day,
      String shadowed,
      String notes,
      Instant notedAt,
      @Nullable Boolean confirmed,
      @Nullable String judgedBy,
      @Nullable String reason) {}

  /** What an incident taught. */
  public record ReadIncident(String incident, String lesson, Instant at) {}

  /**
   * A drill.
   *
   * @param percent of the points of its scorecard
   */
  public record PlayedDrill(String incident, int percent, Instant at) {}

  /** An attempt at a quiz. */
  public record Attempt(
      String quiz, int number, Instant at, int correct, int asked, boolean passed) {}

  /** What somebody else said of the trainee. */
  public record SignOff(Instant at, String person, boolean ready, String note) {}

  long confirmedShifts() {
    return shifts.stream().filter(shift -> Boolean.TRUE.equals(shift.confirmed())).count();
  }

  boolean passed(String quiz, Instant from) {
    return attempts.stream()
        .anyMatch(
            attempt ->
                attempt.quiz().equals(quiz) && attempt.passed() && !attempt.at().isBefore(from));
  }
}
