package io.tocsin.engine;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Arrays;
import java.util.Map;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers where the engine's REST API stumbles, instead of naming Java classes and lines of code.
 * It stumbles mostly over requests that it has not checked: a field that is missing, or null in a
 * list.
 */
final class EngineErrors implements ExceptionMapper<RuntimeException> {

  private static final Logger LOG = LoggerFactory.getLogger(EngineErrors.class);
  private static final String COMMANDS = "org.camunda.bpm.engine.impl.interceptor.";

  @Override
  public Response toResponse(RuntimeException failure) {
    if (!failure.getClass().getName().startsWith("java.")) {
      return ExceptionHandlerHelper.getInstance().getResponse(failure);
    }
    if (whileItWasRead(failure)) {
      LOG.debug("A request to the engine cannot be read", failure);
      return answer(
          Status.BAD_REQUEST,
          "InvalidRequestException",
          "The request cannot be read: a field is missing, null, or of another type than the API of"
              + " the engine has it");
    }
    LOG.error("A request to the engine failed", failure);
    return answer(
        Status.INTERNAL_SERVER_ERROR, "RestException", "The request failed; the log has the cause");
  }

  /** Whatever touches anything is a command. */
  private static boolean whileItWasRead(RuntimeException failure) {
    var trace = failure.getStackTrace();
    return trace.length > 0
        && Arrays.stream(trace).noneMatch(frame -> frame.getClassName().startsWith(COMMANDS));
  }

  /** In the shape in which the engine's API tells of errors. */
  private static Response answer(Status status, String type, String message) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(Map.of("type", type, "message", message))
        .build();
  }
}
