package io.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident as others see it, a snapshot. Times are UTC; null means that it has not happened.
 *
 * @param severity 1 (worst) to 4; severityLabel is the policy's word for it
 * @param severityConfirmed false while it is provisional
 * @param roles who holds which role, by the role's key
 * @param whys answers to "why", up to five
 * @param policyVersion the deployed version of the policy that counts until the severity is set
 *     again
 * @param pausedUntil no clock but the paging of an unacknowledged incident fires before it; in the
 *     past when the pause is over
 * @param ticketUrl where it is worked off when the policy hands it to a ticket; due by ticketDueAt
 * @param businessContinuity whether triage asked for business continuity
 * @param commanderSince when the present commander took over
 * @param policyVersionNumber what people call that version of the policy, counted from 1
 * @param reopenings how often it was reopened after it had been resolved
 * @param takenAgainAt when somebody took it after the last reopening
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IncidentView(
    String number,
    String title,
    @Nullable String description,
    String policy,
    int severity,
    String severityLabel,
    boolean severityConfirmed,
    @Nullable Instant severityChangedAt,
    Status status,
    @Nullable String kind,
    boolean security,
    boolean drill,
    List<String> services,
    List<String> links,
    @Nullable String detectedBy,
    @Nullable String reporter,
    @Nullable String firstResponder,
    @Nullable Instant startedAt,
    @Nullable Instant detectedAt,
    Instant declaredAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant triagedAt,
    @Nullable Instant respondedAt,
    @Nullable Instant teamNotifiedAt,
    @Nullable Instant investigationStartedAt,
    @Nullable Instant identifiedAt,
    @Nullable Instant fixDeployedAt,
    @Nullable Instant mitigatedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant closedAt,
    @Nullable Instant expectedResolutionAt,
    Map<String, String> roles,
    @Nullable String impactUsers,
    @Nullable String impactBusiness,
    @Nullable String rootCause,
    boolean rootCauseConfirmed,
    List<String> whys,
    boolean recentChange,
    @Nullable String workaround,
    @Nullable String resolution,
    @Nullable String mergedInto,
    @Nullable String dismissedBecause,
    @Nullable Instant reopenedAt,
    @Nullable String policyVersion,
    @Nullable Instant pausedUntil,
    @Nullable String pauseReason,
    @Nullable String ticketUrl,
    @Nullable Instant ticketDueAt,
    boolean businessContinuity,
    @Nullable Instant commanderSince,
    @Nullable Integer policyVersionNumber,
    int reopenings,
    @Nullable Instant takenAgainAt) {

  /**
   * Returns since when the incident has been responded to: its declaration, or its last reopening.
   */
  public Instant respondingSince() {
    return reopenedAt == null ? declaredAt : reopenedAt;
  }

  /** Returns when somebody took it since its declaration or its last reopening; null if nobody. */
  public @Nullable Instant takenAt() {
    return reopenings == 0 ? acknowledgedAt : takenAgainAt;
  }

  /** Returns whether there may be a fix to watch; who has not triaged it has done nothing yet. */
  public boolean watchable() {
    return triagedAt != null;
  }

  /**
   * Returns when a clock fires: when it is due, or when the pause is over. Every clock asks here,
   * so that a pause ends by itself.
   *
   * @param due when it would fire without a pause
   */
  public Instant notBefore(Instant due) {
    return pausedUntil != null && pausedUntil.isAfter(due) ? pausedUntil : due;
  }

  /** Returns whether the clocks stand still. */
  public boolean paused(Instant now) {
    return status.responding() && pausedUntil != null && pausedUntil.isAfter(now);
  }

  /** Returns whether the cause is known for sure; a suspicion is not. */
  public boolean causeKnown() {
    return rootCause != null && rootCauseConfirmed;
  }

  /** Returns who holds a role. */
  public @Nullable String holder(Role role) {
    return roles.get(role.key());
  }

  /** Returns whether a person holds the role that tasks of a group go to. */
  public boolean wears(String group, String person) {
    return Role.ofGroup(group).map(role -> person.equals(holder(role))).orElse(false);
  }
}
