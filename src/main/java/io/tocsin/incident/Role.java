package io.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tocsin.problem.InvalidInputException;
import java.util.Arrays;
import java.util.Optional;

/** A hat in one incident. */
public enum Role {
  COMMANDER("commander", "incident-commander", "commander"),
  TECHNICAL_LEAD("technicalLead", "technical-lead", "technical lead"),
  COMMUNICATIONS_LEAD("communicationsLead", "communications-lead", "communications lead"),
  SCRIBE("scribe", "scribe", "scribe"),
  MONITORING_LEAD("monitoringLead", "monitoring-lead", "monitoring lead"),
  SUPPORT_LEAD("supportLead", "support-lead", "support lead");

  private final String key;
  private final String group;
  private final String title;

  Role(String key, String group, String title) {
    this.key = key;
    this.group = group;
    this.title = title;
  }

  /** Returns the key used in the API, in forms and in policies. */
  @JsonValue
  public String key() {
    return key;
  }

  /** Returns the group of people who can wear the hat; tasks of the role go to it. */
  public String group() {
    return group;
  }

  /** Returns the name for people. */
  public String title() {
    return title;
  }

  /**
   * Reads the key of a role.
   *
   * @throws InvalidInputException naming the field {@code role} and the keys that are known
   */
  public static Role of(String key) {
    return Arrays.stream(values())
        .filter(role -> role.key.equals(key.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "role",
                    "'"
                        + key
                        + "' is none of "
                        + String.join(", ", Arrays.stream(values()).map(Role::key).toList())));
  }

  static Optional<Role> ofGroup(String group) {
    return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
  }
}
