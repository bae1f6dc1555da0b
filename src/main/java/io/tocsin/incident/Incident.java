package io.tocsin.incident;

import io.tocsin.policy.Policy;
import io.tocsin.problem.ConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/** The aggregate. All its changes of state pass through {@link #move}. */
@Table("incident")
class Incident {

  @Id String number = "";
  @Version int version;
  String title = "";
  @Nullable String description;
  String policy = "";
  int severity;
  String severityLabel = "";
  @Nullable String severityRule;
  boolean severityConfirmed;
  @Nullable Instant severityChangedAt;
  String status = Status.INVESTIGATING.word();
  @Nullable String kind;
  boolean security;
  boolean drill;
  int pace = 1;
  int aftermathPace = 1;
  List<String> services = new ArrayList<>();
  List<String> links = new ArrayList<>();
  @Nullable String detectedBy;
  @Nullable String reporter;
  @Nullable String firstResponder;
  @Nullable Instant startedAt;
  @Nullable Instant detectedAt;
  Instant declaredAt = Instant.EPOCH;
  @Nullable Instant acknowledgedAt;
  @Nullable Instant triagedAt;
  @Nullable Instant respondedAt;
  @Nullable Instant teamNotifiedAt;
  @Nullable Instant investigationStartedAt;
  @Nullable Instant identifiedAt;
  @Nullable Instant fixDeployedAt;
  @Nullable Instant mitigatedAt;
  @Nullable Instant resolvedAt;
  @Nullable Instant closedAt;
  @Nullable Instant reopenedAt;
  int reopenings;
  @Nullable Instant takenAgainAt;
  @Nullable Instant expectedResolutionAt;
  @Nullable String commander;
  @Nullable String technicalLead;
  @Nullable String communicationsLead;
  @Nullable String scribe;
  @Nullable String monitoringLead;
  @Nullable String supportLead;
  @Nullable String impactUsers;
  @Nullable String impactBusiness;
  @Nullable String rootCause;
  boolean rootCauseConfirmed;
  List<String> whys = new ArrayList<>();
  boolean recentChange;
  @Nullable String workaround;
  @Nullable String resolution;
  @Nullable String mergedInto;

  @Nullable String dismissedBecause;

  /** The deployed version of the policy that counts until the severity is set again. */
  @Nullable String policyVersion;

  @Nullable Integer policyVersionNumber;

  @Nullable Instant pausedUntil;
  @Nullable String pauseReason;
  @Nullable String ticketUrl;
  @Nullable Instant ticketDueAt;
  boolean businessContinuity;
  @Nullable Instant commanderSince;

  /** From now on this version of the policy counts. */
  void follow(Policy now) {
    policy = now.id();
    policyVersion = now.version();
    policyVersionNumber = now.versionNumber();
  }

  Status status() {
    return Status.of(status);
  }

  /** Refuses a command on an incident that is over. */
  void requireOpen() {
    if (status().over()) {
      throw new ConflictException(number + " is " + status + "; nothing can be changed any more");
    }
  }

  void requireResponding() {
    if (!status().responding()) {
      throw new ConflictException(
          number + " is " + status + (status().over() ? "" : "; reopen it first"));
    }
  }

  /**
   * Changes the state.
   *
   * @throws ConflictException when the change is not legal, naming what is
   */
  void move(Status to, Instant at) {
    var from = status();
    if (!from.next().contains(to)) {
      var possible = from.next().stream().map(Status::word).sorted().toList();
      throw new ConflictException(
          "%s is %s and cannot become %s; possible: %s"
              .formatted(
                  number,
                  from.word(),
                  to.word(),
                  possible.isEmpty() ? "nothing, it is over" : String.join(", ", possible)));
    }
    status = to.word();
    switch (to) {
      case INVESTIGATING -> {
        if (from == Status.RESOLVED) {
          reopenedAt = at;
          reopenings++;
          takenAgainAt = null;
          // A ticket that nobody linked is asked for again.
          ticketDueAt = ticketUrl == null ? null : ticketDueAt;
        }
        resolvedAt = null;
        mitigatedAt = null;
        fixDeployedAt = null;
      }
      case IDENTIFIED -> identifiedAt = first(identifiedAt, at);
      // What seemed to hold does not, or nothing has been tried yet.
      case MITIGATING -> mitigatedAt = null;
      case MONITORING -> fixDeployedAt = first(fixDeployedAt, at);
      case RESOLVED -> {
        fixDeployedAt = first(fixDeployedAt, at);
        mitigatedAt = first(mitigatedAt, at);
        resolvedAt = at;
      }
      case CLOSED, DISMISSED -> closedAt = at;
    }
  }

  /** Responded: triage done and a commander named. */
  void noteResponse(Instant at) {
    if (triagedAt != null && commander != null) {
      respondedAt = first(respondedAt, at);
    }
  }

  @Nullable String holder(Role role) {
    return switch (role) {
      case COMMANDER -> commander;
      case TECHNICAL_LEAD -> technicalLead;
      case COMMUNICATIONS_LEAD -> communicationsLead;
      case SCRIBE -> scribe;
      case MONITORING_LEAD -> monitoringLead;
      case SUPPORT_LEAD -> supportLead;
    };
  }

  void assign(Role role, String person) {
    switch (role) {
      case COMMANDER -> commander = person;
      case TECHNICAL_LEAD -> technicalLead = person;
      case COMMUNICATIONS_LEAD -> communicationsLead = person;
      case SCRIBE -> scribe = person;
      case MONITORING_LEAD -> monitoringLead = person;
      case SUPPORT_LEAD -> supportLead = person;
    }
  }

  IncidentView view() {
    Map<String, String> roles = new LinkedHashMap<>();
    for (var role : Role.values()) {
      var holder = holder(role);
      if (holder != null) {
        roles.put(role.key(), holder);
      }
    }
    return new IncidentView(
        number,
        title,
        description,
        policy,
        severity,
        severityLabel,
        severityConfirmed,
        severityChangedAt,
        status(),
        kind,
        security,
        drill,
        List.copyOf(services),
        List.copyOf(links),
        detectedBy,
        reporter,
        firstResponder,
        startedAt,
        detectedAt,
        declaredAt,
        acknowledgedAt,
        triagedAt,
        respondedAt,
        teamNotifiedAt,
        investigationStartedAt,
        identifiedAt,
        fixDeployedAt,
        mitigatedAt,
        resolvedAt,
        closedAt,
        expectedResolutionAt,
        roles,
        impactUsers,
        impactBusiness,
        rootCause,
        rootCauseConfirmed,
        List.copyOf(whys),
        recentChange,
        workaround,
        resolution,
        mergedInto,
        dismissedBecause,
        reopenedAt,
        policyVersion,
        pausedUntil,
        pauseReason,
        ticketUrl,
        ticketDueAt,
        businessContinuity,
        commanderSince,
        policyVersionNumber,
        reopenings,
        takenAgainAt);
  }

  static Instant first(@Nullable Instant known, Instant now) {
    return known == null ? now : known;
  }
}
