package io.tocsin.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.camunda.spin.plugin.variable.SpinValues;

/** A list or an object as the variable that the forms of the Tasklist can read. */
final class FormValue {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FormValue() {}

  static Object of(Object value) {
    try {
      return SpinValues.jsonValue(JSON.writeValueAsString(value)).create();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A form value cannot be written as JSON", e);
    }
  }
}
