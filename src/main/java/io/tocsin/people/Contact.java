package io.tocsin.people;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something that is told but does not sign in: a team, an office, a vendor.
 *
 * @param phone in E.164, if known
 * @param slackId of the person or channel in Slack, if known
 * @param hours in which somebody answers
 */
public record Contact(
    String id,
    String name,
    Kind kind,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String slackId,
    Hours hours) {

  /** What stands behind a contact. */
  public enum Kind {
    TEAM("team"),
    CHANNEL("channel"),
    VENDOR("vendor"),
    CLOUD_PROVIDER("cloudProvider"),
    AUTHORITY("authority"),
    PERSON("person"),
    CUSTOMERS("customers");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the name as configuration and API write it. */
    @JsonValue
    public String word() {
      return word;
    }
  }
}
