package io.tocsin.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The language of one kind of detection source. A new one is one class. */
interface AlertFormat {

  /** Returns the name in the path, {@code /api/v1/alerts/<name>}, and in the configuration. */
  String name();

  /**
   * Reads all alerts of a payload. Fields that it does not know are ignored.
   *
   * @throws io.tocsin.problem.InvalidInputException naming the field that cannot be read; then
   *     nothing of the payload is taken
   */
  List<Alert> read(JsonNode payload);
}
