package io.tocsin.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.ExpressionAuthorizationDecision;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Translates exceptions to RFC 9457 problem documents; never shows a stack trace. */
@RestControllerAdvice
@Order(0)
class ProblemAdvice extends ResponseEntityExceptionHandler {

  /** In an expression such as {@code hasAnyAuthority('responder','scribe')}. */
  private static final Pattern GROUP = Pattern.compile("'([^']+)'");

  @ExceptionHandler
  ProblemDetail invalid(InvalidInputException e) {
    var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    problem.setProperty("field", e.field());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail notFound(NotFoundException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail conflict(ConflictException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
  }

  /** Somebody who has signed in asks for what is not theirs; the reason is ours. */
  @ExceptionHandler
  ProblemDetail denied(AccessDeniedException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, reason(e));
  }

  /** The rule of a method names the groups that it is for; its own words name nothing. */
  private static @Nullable String reason(AccessDeniedException e) {
    if (e instanceof AuthorizationDeniedException denied
        && denied.getAuthorizationResult() instanceof ExpressionAuthorizationDecision rule) {
      var groups =
          GROUP
              .matcher(rule.getExpression().getExpressionString())
              .results()
              .map(group -> group.group(1))
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      if (!groups.isEmpty()) {
        return "This is not yours to do; it needs one of the groups: " + groups;
      }
    }
    return e.getMessage();
  }

  @ExceptionHandler
  ProblemDetail mismatch(MethodArgumentTypeMismatchException e) {
    return invalid(
        new InvalidInputException(
            e.getName(), "'" + e.getValue() + "' cannot be read" + accepted(e.getRequiredType())));
  }

  private static String accepted(@Nullable Class<?> type) {
    var words = type == null ? null : Accepted.by(type);
    return words == null ? "" : "; send " + words;
  }

  /** A parameter of the address, checked on its own. */
  @ExceptionHandler
  ProblemDetail invalid(ConstraintViolationException e) {
    var violation = e.getConstraintViolations().iterator().next();
    var path = violation.getPropertyPath().toString();
    return invalid(
        new InvalidInputException(
            path.substring(path.lastIndexOf('.') + 1), violation.getMessage()));
  }

  /** Jackson takes a field of a record that stands twice for a mistake of ours. */
  @ExceptionHandler
  ProblemDetail unreadable(HttpMessageConversionException e) {
    if (e.getCause() instanceof InvalidDefinitionException wrong
        && !(wrong.getProcessor() instanceof JsonGenerator)
        && !wrong.getPath().isEmpty()) {
      return invalid(
          new InvalidInputException(
              String.valueOf(wrong.getPath().get(wrong.getPath().size() - 1).getFieldName()),
              "cannot be read; each field may stand once only"));
    }
    throw e;
  }

  /** A part of the address that is there, but stands for nothing. */
  @Override
  protected @Nullable ResponseEntity<Object> handleMissingPathVariable(
      MissingPathVariableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return named(e, e.getVariableName(), "cannot be read", headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return named(
        e, e.getParameterName(), "is missing; send it as a parameter", headers, status, request);
  }

  private @Nullable ResponseEntity<Object> named(
      Exception e,
      String field,
      String remedy,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var problem = ProblemDetail.forStatusAndDetail(status, field + ": " + remedy);
    problem.setProperty("field", field);
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<Map<String, String>> errors =
        e.getFieldErrors().stream()
            .map(
                f ->
                    Map.of(
                        "field",
                        f.getField(),
                        "message",
                        // Of what cannot be converted, the default message names classes.
                        f.isBindingFailure()
                            ? "cannot be read"
                                + accepted(f.unwrap(TypeMismatchException.class).getRequiredType())
                            : String.valueOf(f.getDefaultMessage())))
            .toList();
    var first =
        errors.isEmpty() ? Map.of("field", "body", "message", "is not valid") : errors.get(0);
    var problem =
        ProblemDetail.forStatusAndDetail(status, first.get("field") + ": " + first.get("message"));
    problem.setProperty("errors", errors);
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var problem =
        ProblemDetail.forStatusAndDetail(
            status, "The body cannot be read as JSON of the expected shape");
    if (e.getCause() instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      var field = mapping.getPath().get(mapping.getPath().size() - 1).getFieldName();
      problem.setDetail(
          mapping instanceof InvalidFormatException wrong && wrong.getTargetType() == String.class
              ? field + ": holds the character U+0000, which cannot be stored"
              : field
                  + ": has a value of the wrong kind"
                  + accepted(
                      mapping instanceof MismatchedInputException other
                          ? other.getTargetType()
                          : null));
      problem.setProperty("field", field);
    }
    return handleExceptionInternal(e, problem, headers, status, request);
  }
}
