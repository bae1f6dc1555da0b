package io.tocsin.metrics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The figures, by the ids that policies give them in their table {@code kpis}. */
public enum FigureId {
  INCIDENTS("incidentCount", "Incidents", Unit.COUNT, "falling"),
  DETECT("meanTimeToDetect", "Time to detect", Unit.SECONDS, "below"),
  ACKNOWLEDGE("meanTimeToAcknowledge", "Time to acknowledge", Unit.SECONDS, "below"),
  RESPOND("meanTimeToRespond", "Time to respond", Unit.SECONDS, "below"),
  FIRST_UPDATE("timeToFirstUpdate", "Time to first update", Unit.SECONDS, "below"),
  MITIGATE("timeToMitigate", "Time to mitigate", Unit.SECONDS, "below"),
  RESOLVE("meanTimeToResolve", "Time to resolve", Unit.SECONDS, "below"),
  BETWEEN("meanTimeBetweenFailures", "Time between failures", Unit.SECONDS, "rising"),
  UPDATES("communicationEffectiveness", "Updates on time", Unit.PERCENT, "above"),
  ESCALATIONS("escalationsTaken", "Escalations taken when due", Unit.PERCENT, "above"),
  REVIEWS("reviewCompletion", "Reviews completed", Unit.PERCENT, "above"),
  FIRST_TIME("firstTimeResolution", "Resolved the first time", Unit.PERCENT, "above"),
  RECURRENCE("recurrence", "Recurring incidents", Unit.PERCENT, "below"),
  SATISFACTION("customerSatisfaction", "Customer satisfaction", Unit.SCORE, "above"),
  EFFORT("responseEffort", "Response effort", Unit.PERSON_SECONDS, "falling"),
  ACTION_ITEMS("actionItemCompletion", "Action items settled in time", Unit.PERCENT, "above");

  /** In what a figure is counted. */
  public enum Unit {
    COUNT,
    SECONDS,
    PERCENT,
    /** From 1 to 5. */
    SCORE,
    /** Of all people together. */
    PERSON_SECONDS;

    /** Returns the word of the API. */
    @JsonValue
    public String word() {
      return switch (this) {
        case PERSON_SECONDS -> "personSeconds";
        default -> name().toLowerCase(java.util.Locale.ROOT);
      };
    }
  }

  private final String id;
  private final String title;
  private final Unit unit;
  private final String direction;

  FigureId(String id, String title, Unit unit, String direction) {
    this.id = id;
    this.title = title;
    this.unit = unit;
    this.direction = direction;
  }

  /** Returns the id in policies and in the API. */
  @JsonValue
  public String id() {
    return id;
  }

  /** Returns the name for people. */
  public String title() {
    return title;
  }

  /** Returns in what it is counted. */
  public Unit unit() {
    return unit;
  }

  /**
   * Returns which way is good where the policy does not say so: below, above, rising or falling.
   */
  String direction() {
    return direction;
  }

  static Optional<FigureId> find(String id) {
    return Arrays.stream(values()).filter(figure -> figure.id.equals(id)).findFirst();
  }
}
