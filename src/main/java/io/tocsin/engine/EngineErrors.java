package io.tocsin.engine;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.tocsin.problem.BusyException;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.problem.Unavailable;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.pvm.PvmException;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.camunda.spin.SpinRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers where the engine's REST API and those of its webapps stumble, in the shape in which they
 * tell of errors. By themselves they call mistakes of the caller failures of the server: an unknown
 * id, a form that refuses an answer, a date that the database cannot hold; and they name Java
 * classes.
 */
abstract class EngineErrors<T extends Throwable> implements ExceptionMapper<T> {

  /** The engine has mappers for these; a more general one would not be asked. */
  static final List<Class<?>> ALL =
      List.of(OfTheEngine.class, OfItsApi.class, OfJson.class, OfAnythingElse.class);

  private static final Logger LOG = LoggerFactory.getLogger(EngineErrors.class);
  private static final ExceptionHandlerHelper ENGINE = ExceptionHandlerHelper.getInstance();

  private static final String ROOM = "org.camunda.bpm.engine.impl.";
  private static final String COMMANDS = ROOM + "interceptor.";

  /** There is a model that runs: what was asked for was found. */
  private static final String MODELS = ROOM + "pvm.";

  /** Has no figures where the engine counts none. */
  private static final String FIGURES = ROOM + "persistence.entity.MeterLogManager";

  /** The engine's own words for a signal to where nothing could take it. */
  private static final String NOTHING_WAITS = "cannot signal execution";

  /** The engine's own words for a password that its policy does not take. */
  private static final String TOO_SHORT = "Password does not match policy";

  /** The engine's own words for an id that it does not know. */
  private static final Pattern UNKNOWN =
      Pattern.compile(
          "not found|cannot find|\\bno \\w.* found\\b|do(es)? ?n[o']t exist",
          Pattern.CASE_INSENSITIVE);

  /** Before a message: what was thrown. Anywhere: a class with its package, two deep or more. */
  private static final Pattern THROWN =
      Pattern.compile("(?:[a-z]\\w*\\.){2,}[\\w$.]*(?:Exception|Error): ");

  private static final Pattern CLASS = Pattern.compile("\\b(?:[a-z]\\w*\\.){2,}([A-Z][\\w$]*)");

  /** The lines of a stack trace, and all after them. */
  private static final Pattern TRACE = Pattern.compile("\\R\\s*at .*", Pattern.DOTALL);

  @Override
  public Response toResponse(T failure) {
    if (Unavailable.isCauseOf(failure)
        && causes(failure).stream().noneMatch(EngineErrors::lostRace)) {
      return later(failure);
    }
    var status = ENGINE.getStatus(failure);
    if (status == null || status.getFamily() != Status.Family.SERVER_ERROR) {
      return answer(status == null ? Status.BAD_REQUEST : status, failure, failure.getMessage());
    }
    for (var cause : causes(failure)) {
      var told = told(cause);
      if (told != null) {
        LOG.debug("A request to the engine is refused", failure);
        return answer(
            told.status(),
            failure,
            Objects.requireNonNullElseGet(told.message(), failure::getMessage));
      }
    }
    if (whileItWasRead(failure)) {
      LOG.debug("A request to the engine cannot be read", failure);
      return answer(
          Status.BAD_REQUEST,
          failure,
          ofJava(failure)
              ? "The request cannot be read: a field is missing, null, or of another type than the"
                  + " API of the engine has it"
              : failure.getMessage());
    }
    LOG.error("A request to the engine failed", failure);
    return answer(
        Status.INTERNAL_SERVER_ERROR,
        failure,
        causes(failure).stream().allMatch(EngineErrors::ofTheEngine)
            ? failure.getMessage()
            : "The request failed; the log has the cause");
  }

  /** It passes by itself, whatever the API has made of it. */
  private static Response later(Throwable failure) {
    LOG.warn("Answered 503: {}", Unavailable.reason(failure));
    var told =
        answer(Status.SERVICE_UNAVAILABLE, failure, "It cannot be done at this moment; try again");
    return Response.fromResponse(told).header(HttpHeaders.RETRY_AFTER, "1").build();
  }

  /** Without a message that of the failure as a whole is told. */
  private record Told(Status status, @Nullable String message) {}

  /** Returns what a cause is to the caller; null when it is no mistake of theirs. */
  private static @Nullable Told told(Throwable cause) {
    var message = cause.getMessage();
    if (cause instanceof InvalidInputException
        || cause instanceof UnfitVariable
        || cause instanceof BadUserRequestException
        || cause instanceof DmnEngineException) {
      return new Told(Status.BAD_REQUEST, message);
    }
    if (cause instanceof PvmException && String.valueOf(message).startsWith(NOTHING_WAITS)) {
      return new Told(Status.BAD_REQUEST, message);
    }
    if (cause instanceof SpinRuntimeException) {
      // Which variable it was stands in what is around it.
      return new Told(Status.BAD_REQUEST, null);
    }
    if (cause instanceof NotFoundException) {
      return new Told(Status.NOT_FOUND, message);
    }
    if (cause instanceof ConflictException || cause instanceof TaskAlreadyClaimedException) {
      return new Told(Status.CONFLICT, message);
    }
    if (cause instanceof AuthorizationException) {
      return new Told(Status.FORBIDDEN, message);
    }
    if (lostRace(cause)) {
      return new Told(
          Status.CONFLICT, "Others change the same at this moment; look at it and try again");
    }
    if (TOO_SHORT.equals(message)) {
      return new Told(
          Status.BAD_REQUEST,
          "password: must have at least %d characters".formatted(Credentials.MIN_PASSWORD));
    }
    if (cause instanceof NullValueException || refusedByACheck(cause)) {
      return new Told(
          UNKNOWN.matcher(String.valueOf(message)).find() ? Status.NOT_FOUND : Status.BAD_REQUEST,
          message);
    }
    if (cause instanceof SQLException sql) {
      return refused(String.valueOf(sql.getSQLState()));
    }
    if (cause instanceof NullPointerException
        && thrownBy(cause, ROOM)
        && passed(cause, COMMANDS)
        && !passed(cause, MODELS)) {
      // It takes for granted that there is what it was asked for.
      LOG.warn("The engine stumbled over what it does not have", cause);
      return new Told(
          Status.NOT_FOUND,
          thrownBy(cause, FIGURES)
              ? "The engine counts no metrics here"
              : "The engine has nothing of this id");
    }
    return null;
  }

  private static boolean lostRace(Throwable cause) {
    return cause instanceof BusyException || LostRace.isCauseOf(cause);
  }

  /** Of no kind, and without a cause: the engine has looked at what it was given. */
  private static boolean refusedByACheck(Throwable cause) {
    return cause.getCause() == null
        && (cause.getClass() == ProcessEngineException.class
            || cause instanceof InvalidRequestException);
  }

  /** Class 22 is a value that does not fit, 23 a constraint. */
  private static @Nullable Told refused(String state) {
    if (state.startsWith("22")) {
      return new Told(
          Status.BAD_REQUEST,
          "A value cannot be stored: a date or a number is too far off, or a text is too long");
    }
    return state.startsWith("23")
        ? new Told(Status.CONFLICT, "There is one of this id already, or something still needs it")
        : null;
  }

  /** Whatever touches anything is a command. */
  private static boolean whileItWasRead(Throwable failure) {
    return (ofJava(failure) || failure instanceof ProcessEngineException)
        && failure.getStackTrace().length > 0
        && !passed(failure, COMMANDS);
  }

  private static boolean passed(Throwable failure, String room) {
    return Arrays.stream(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(room));
  }

  private static boolean thrownBy(Throwable cause, String room) {
    var trace = cause.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(room);
  }

  private static boolean ofJava(Throwable failure) {
    return failure.getClass().getName().startsWith("java.");
  }

  /** What others say may hold their insides, such as SQL. */
  private static boolean ofTheEngine(Throwable failure) {
    return failure.getClass().getName().startsWith("org.camunda.");
  }

  /** Bounded, since causes may go round in a circle. */
  private static List<Throwable> causes(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (Throwable cause = failure; cause != null && causes.size() < 20; cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static Response answer(Status status, Throwable failure, @Nullable String message) {
    var known = ofTheEngine(failure);
    var said = known ? ENGINE.fromException(failure) : new ExceptionDto();
    if (!known) {
      said.setType(
          status.getFamily() == Status.Family.SERVER_ERROR
              ? "RestException"
              : "InvalidRequestException");
    }
    said.setMessage(plain(message, status));
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(said).build();
  }

  /** Without names of packages, which say nothing to whoever calls. */
  private static String plain(@Nullable String message, Status status) {
    if (message == null || message.isBlank()) {
      return status.getReasonPhrase();
    }
    var bare = TRACE.matcher(message).replaceFirst("");
    return CLASS.matcher(THROWN.matcher(bare).replaceAll("")).replaceAll("$1");
  }

  static final class OfTheEngine extends EngineErrors<ProcessEngineException> {}

  static final class OfItsApi extends EngineErrors<RestException> {}

  static final class OfAnythingElse extends EngineErrors<Throwable> {}

  /** A body that is JSON but not what the call takes. */
  static final class OfJson extends EngineErrors<JsonMappingException> {

    @Override
    public Response toResponse(JsonMappingException failure) {
      var place =
          failure.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .filter(Objects::nonNull)
              .collect(Collectors.joining("."));
      return answer(
          Status.BAD_REQUEST,
          failure,
          (place.isEmpty() ? "The body" : place)
              + ": is of another type than the API of the engine has it, or unknown to it");
    }
  }
}
