package io.tocsin.console;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A form that was not taken, shown again with what was typed.
 *
 * @param form which one
 * @param field the field that was wrong; null when the form as a whole came too late
 */
record Refused(String form, @Nullable String field, String message, Map<String, String> values) {

  static final Refused NOTHING = new Refused("", null, "", Map.of());

  /**
   * Does what a form asks for. Where that is refused, the form is shown again, with the status that
   * a program would get.
   *
   * @param work returns the page that comes next
   * @param again shows the form with what was wrong
   */
  static String orDone(
      String form,
      Map<String, String> values,
      HttpServletResponse response,
      Supplier<String> work,
      Function<Refused, String> again) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      return again.apply(invalid(form, e, values));
    } catch (ConflictException e) {
      response.setStatus(HttpStatus.CONFLICT.value());
      return again.apply(tooLate(form, e, values));
    }
  }

  static Refused invalid(String form, InvalidInputException e, Map<String, String> values) {
    // The page shows the message beside the field, so that the field's key only disturbs.
    return new Refused(form, e.field(), sentence(e.remedy()), values);
  }

  static Refused tooLate(String form, ConflictException e, Map<String, String> values) {
    return new Refused(form, null, sentence(String.valueOf(e.getMessage())), values);
  }

  /** Returns what was typed into a field of a form; empty for every other form. */
  public String value(String form, String field) {
    return this.form.equals(form) ? values.getOrDefault(field, "") : "";
  }

  /** Returns what was wrong with a form as a whole, or with a field that it does not show. */
  public @Nullable String error(String form) {
    return this.form.equals(form) && (field == null || !values.containsKey(field)) ? message : null;
  }

  /** Returns what was wrong with a field of a form. */
  public @Nullable String error(String form, String field) {
    return this.form.equals(form) && field.equals(this.field) ? message : null;
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
