package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.problem.BusyException;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.pvm.PvmException;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers of the engine's own APIs are told when something is thrown. */
class EngineErrorsTest {

  @ParameterizedTest
  @MethodSource
  void tellsACauseByItsKind(Throwable cause, int status, String message) {
    var failure =
        new RestException(
            Status.INTERNAL_SERVER_ERROR,
            new ProcessEngineException(
                "ENGINE-03051 in a listener", new IllegalStateException(cause)),
            "Cannot submit");

    var answer = new EngineErrors.OfItsApi().toResponse(failure);

    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(said(answer).getType()).isEqualTo("RestException");
    assertThat(said(answer).getMessage()).startsWith(message);
  }

  static Stream<Arguments> tellsACauseByItsKind() {
    return Stream.of(
        Arguments.of(new InvalidInputException("text", "is missing"), 400, "text: is missing"),
        Arguments.of(new NotFoundException("No incident X"), 404, "No incident X"),
        Arguments.of(new ConflictException("It is closed"), 409, "It is closed"),
        Arguments.of(new BusyException(new Exception()), 409, "Others change the same"),
        Arguments.of(new OptimisticLockingException("stale"), 409, "Others change the same"),
        Arguments.of(new SQLException("deadlock", "40P01"), 409, "Others change the same"),
        Arguments.of(
            new ProcessEngineException("ENGINE-03077 Cannot resolve parent with id 'a'"),
            409,
            "Others change the same"),
        Arguments.of(new SQLException("out of range", "22008"), 400, "A value cannot be stored"),
        Arguments.of(new SQLException("duplicate key", "23505"), 409, "There is one of this id"),
        Arguments.of(new NullValueException("No job found with id x"), 404, "No job found"),
        Arguments.of(new NullValueException("userId is null"), 400, "userId is null"),
        Arguments.of(new UnfitVariable("'pace' holds a String"), 400, "'pace' holds"),
        Arguments.of(new ProcessEngineException("must not be negative"), 400, "must not be"),
        Arguments.of(
            new PvmException("cannot signal execution a: it has no current activity"),
            400,
            "cannot signal execution a"),
        Arguments.of(new PvmException("couldn't execute activity"), 500, "The request failed"),
        Arguments.of(new SQLException("gone", "08006"), 503, "It cannot be done at this moment"),
        Arguments.of(new SQLException("disk full", "53100"), 503, "It cannot be done at this"),
        Arguments.of(new IllegalStateException("ours"), 500, "The request failed; the log"));
  }

  @Test
  void asksToComeBackWhateverTheApiMakesOfADatabaseThatIsAway() {
    var answer =
        new EngineErrors.OfItsApi()
            .toResponse(
                new InvalidRequestException(
                    Status.BAD_REQUEST,
                    new ProcessEnginePersistenceException(
                        "ENGINE-03083 while flushing", new SQLException("cancelled", "57014")),
                    "Cannot correlate"));

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
  }

  @Test
  void theEngineRefusesByFailuresOfTheServerWithoutACause() {
    var answer =
        new EngineErrors.OfItsApi()
            .toResponse(
                new InvalidRequestException(
                    Status.INTERNAL_SERVER_ERROR, "ENGINE-13053 No job found with id 'none'"));

    assertThat(answer.getStatus()).isEqualTo(404);
  }

  @Test
  void namesNoClassesAndShowsNoTrace() {
    var answer =
        new EngineErrors.OfTheEngine()
            .toResponse(
                new ProcessEngineException(
                    "org.camunda.bpm.engine.impl.javax.el.PropertyNotFoundException: no x in"
                        + " java.util.Map\n\tat org.camunda.bpm.engine.X.run(X.java:1)"));

    assertThat(said(answer).getMessage()).isEqualTo("no x in Map");
  }

  @Test
  void saysOfAFailureOfOursNoMoreThanThatItIsInTheLog() {
    var answer = new EngineErrors.OfAnythingElse().toResponse(failed());

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(said(answer).getType()).isEqualTo("RestException");
    assertThat(said(answer).getMessage()).isEqualTo("The request failed; the log has the cause");
  }

  /** The places are those of the stack, the last one first. */
  @ParameterizedTest
  @CsvSource({
    "404, has nothing of this id, oplog.UserOperationLogContextEntryBuilder",
    "404, has nothing of this id, cfg.auth.AuthorizationCommandChecker",
    "404, counts no metrics, persistence.entity.MeterLogManager",
    "500, the log, bpmn.behavior.UserTaskActivityBehavior pvm.runtime.PvmExecutionImpl",
    "500, the log, persistence.entity.ExecutionEntity pvm.runtime.PvmExecutionImpl",
  })
  void theEngineStumblesOverAnIdOnlyBeforeAModelRuns(int status, String told, String places) {
    var trace = Stream.of((places + " interceptor.LogInterceptor").split(" "));
    var failure =
        failed(new NullPointerException(), trace.map("org.camunda.bpm.engine.impl."::concat));

    var answer = new EngineErrors.OfAnythingElse().toResponse(failure);

    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(said(answer).getMessage()).contains(told);
  }

  /** As if a command of the engine had been under way. */
  private static IllegalStateException failed() {
    return failed(
        new IllegalStateException("secret"),
        Stream.of("org.camunda.bpm.engine.impl.interceptor.LogInterceptor"));
  }

  private static <T extends Throwable> T failed(T failure, Stream<String> places) {
    failure.setStackTrace(
        places
            .map(place -> new StackTraceElement(place, "execute", null, 1))
            .toArray(StackTraceElement[]::new));
    return failure;
  }

  private static ExceptionDto said(Response answer) {
    return (ExceptionDto) answer.getEntity();
  }
}
