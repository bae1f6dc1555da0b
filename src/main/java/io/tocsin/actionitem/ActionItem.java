package io.tocsin.actionitem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A follow-up with one owner and one due date.
 *
 * @param incident number of the incident that taught it; null when a routine did
 * @param kind preventive, process, system or training
 * @param owner user id of the one person who does it
 * @param dueAt the end of the working day of its due date, in the calendar of the policy
 * @param trackerUrl where it is worked on, if anywhere else
 * @param origin review, debrief (of a drill), routine, or added when somebody added it by hand
 * @param evidence what shows that it is done
 * @param reason why it was dropped
 * @param settledAt when it was done or dropped, and by whom
 * @param policy that the incident follows, with its services and its level; or that has the routine
 * @param severity null when it comes from no incident
 * @param routine what it comes from instead of an incident
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ActionItem(
    long id,
    @Nullable String incident,
    String title,
    String kind,
    String owner,
    LocalDate dueDate,
    Instant dueAt,
    Status status,
    @Nullable String trackerUrl,
    String origin,
    Instant createdAt,
    String createdBy,
    @Nullable String evidence,
    @Nullable String reason,
    @Nullable Instant settledAt,
    @Nullable String settledBy,
    String policy,
    List<String> services,
    @Nullable Integer severity,
    @Nullable Routine routine) {

  /**
   * The round of a routine that an item comes from.
   *
   * @param id of the round
   * @param title of the routine
   * @param period for example {@code 2026-11}
   */
  public record Routine(long id, String title, String period) {}

  /** What an item can be for: the four kinds of the post-incident report. */
  public static final Set<String> KINDS = Set.of("preventive", "process", "system", "training");

  /** How far it has come. */
  public enum Status {
    OPEN,
    DONE,
    /** It will not be done, for a reason. */
    DROPPED;

    /** Returns the word of the API. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word of the API. */
    public static Optional<Status> find(@Nullable String word) {
      return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }
  }

  /** Returns what it comes from, as a line begins: the incident, or policy and period. */
  public String from() {
    return incident != null ? incident : routine == null ? policy : policy + " " + routine.period();
  }

  /** Returns whether nobody has settled it yet. */
  public boolean open() {
    return status == Status.OPEN;
  }

  /** Returns whether it should be done by now and is not. */
  public boolean overdue(Instant now) {
    return open() && dueAt.isBefore(now);
  }
}
