package io.tocsin.drill;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a response was, criterion by criterion.
 *
 * @param pace how many times faster than in earnest the response went
 * @param aborted why the drill was broken off; null when it was not
 * @param before percent of the last drill of the same scenario; null when this is the first
 */
public record Scorecard(
    String drill,
    String scenario,
    String title,
    String policy,
    Instant startedAt,
    Instant endedAt,
    int pace,
    int aftermathPace,
    @Nullable String aborted,
    List<Result> results,
    @Nullable Integer before) {

  /**
   * One criterion.
   *
   * @param evidence what the record says
   * @param meantToFail whether the scenario says that the simulated responders miss it
   */
  public record Result(
      String criterion,
      String title,
      int weight,
      boolean passed,
      String evidence,
      boolean meantToFail) {}

  /** Returns the points that were made. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public int points() {
    return results.stream().filter(Result::passed).mapToInt(Result::weight).sum();
  }

  /** Returns the points that could be made. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public int outOf() {
    return results.stream().mapToInt(Result::weight).sum();
  }

  /** Returns the share of the points, rounded down. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public int percent() {
    return outOf() == 0 ? 0 : points() * 100 / outOf();
  }

  /** Returns whether each criterion came out as the scenario says of simulated responders. */
  @JsonIgnore
  public boolean asMeant() {
    return aborted == null
        && results.stream().allMatch(result -> result.passed() != result.meantToFail());
  }

  /** Returns whether every criterion was met. */
  @JsonIgnore
  public boolean clean() {
    return results.stream().allMatch(Result::passed);
  }
}
