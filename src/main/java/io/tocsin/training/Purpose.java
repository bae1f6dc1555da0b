package io.tocsin.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tocsin.problem.InvalidInputException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is qualified for.
 *
 * @param kind rotation or policy
 * @param id of it
 */
public record Purpose(String kind, String id) {

  public static final String ROTATION = "rotation";
  public static final String POLICY = "policy";

  private static final Pattern SHAPE = Pattern.compile("(rotation|policy):(\\S+)");

  /**
   * Reads {@code rotation:primary} or {@code policy:parsify}.
   *
   * @throws InvalidInputException when it is neither
   */
  @JsonCreator
  public static Purpose of(@Nullable String text) {
    var found = SHAPE.matcher(text == null ? "" : text.strip());
    if (!found.matches()) {
      throw new InvalidInputException(
          "trainingFor", "'" + text + "' is neither rotation:<id> nor policy:<id>");
    }
    return new Purpose(found.group(1), found.group(2));
  }

  @JsonValue
  public String text() {
    return kind + ":" + id;
  }

  /** Returns it for people. */
  public String words() {
    return kind + " " + id;
  }

  boolean rotation() {
    return kind.equals(ROTATION);
  }
}
