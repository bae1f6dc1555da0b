package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Problem documents of filters, which come before any controller. */
final class Problems {

  private Problems() {}

  static void write(
      ObjectMapper json, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    write(json, response, ProblemDetail.forStatusAndDetail(status, detail));
  }

  /** With the field that the Tasklist shows as well. */
  static void writeToWebapps(
      ObjectMapper json, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("message", detail);
    write(json, response, problem);
  }

  private static void write(ObjectMapper json, HttpServletResponse response, ProblemDetail problem)
      throws IOException {
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
