package io.tocsin.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses in queries what would do or tell more than their caller may.
 *
 * <ul>
 *   <li>Expressions: the engine runs them in {@code orQueries} even when they are switched off, as
 *       any signed-in user. Only the three that the filters of the Tasklist need pass.
 *   <li>Comparisons with variables: whoever sees an instance, but none of its variables, could
 *       guess them letter by letter. Those of tasks pass, since whoever sees a task works on it.
 * </ul>
 */
class QueryGuard extends OncePerRequestFilter {

  /** Deployments of models are the largest requests. */
  private static final int MAX_BODY = 10 * 1024 * 1024;

  private static final Set<String> HARMLESS =
      Set.of("${currentUser()}", "${currentUserGroups()}", "${now()}");

  private static final Set<String> COMPARISONS =
      Set.of("variables", "processVariables", "taskVariables", "caseInstanceVariables");

  private static final Pattern OF_TASKS =
      Pattern.compile(
          "/(?:engine-rest|camunda/api)/(?:engine/)?(?:engine/[^/]+/)?"
              + "(?:task(?:/count)?|filter(?:/.*)?)/*");

  private final ObjectMapper json;

  QueryGuard(ObjectMapper json) {
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var compares = Administrators.ask() || OF_TASKS.matcher(WebSecurity.path(request)).matches();
    var parameters =
        request.getQueryString() == null ? Set.<String>of() : request.getParameterMap().keySet();
    for (var name : parameters) {
      if (isExpression(name)
          && !Arrays.stream(request.getParameterValues(name)).allMatch(HARMLESS::contains)) {
        refuse(response, HttpStatus.BAD_REQUEST, name + ": expressions are not taken");
        return;
      }
      if (!compares && COMPARISONS.contains(name)) {
        refuse(response, HttpStatus.BAD_REQUEST, comparison(name));
        return;
      }
    }
    var body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      refuse(
          response, HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than " + MAX_BODY + " bytes");
      return;
    }
    if (body.length > 0 && !isMultipart(request)) {
      var found = fault(body, compares);
      if (found != null) {
        refuse(response, HttpStatus.BAD_REQUEST, found);
        return;
      }
      AuditFilter.body(request, json, body);
    }
    chain.doFilter(new Replay(request, body), response);
  }

  private @Nullable String fault(byte[] body, boolean compares) throws IOException {
    try (var parser = json.getFactory().createParser(body)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && isExpression(parser.currentName())) {
          var name = parser.currentName();
          var value = parser.nextToken();
          if (value != JsonToken.VALUE_NULL && !HARMLESS.contains(parser.getText())) {
            return name + ": expressions are not taken";
          }
        }
        if (!compares && parser.currentToken() == JsonToken.START_OBJECT) {
          var compared = listWith(parser.getParsingContext());
          if (COMPARISONS.contains(compared)) {
            return comparison(compared);
          }
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && parser.getText().indexOf('\0') >= 0) {
          return "The body holds the character U+0000, which cannot be stored; take it out";
        }
      }
      return null;
    } catch (JsonProcessingException | CharConversionException e) {
      return "The body is not JSON, or is nested too deeply";
    }
  }

  /**
   * Returns the name of the list that an object stands in, empty when it stands in none. Answers to
   * forms are no list, and workers name what they want in a list of texts.
   */
  private static String listWith(JsonStreamContext object) {
    var list = object.getParent();
    return list != null && list.inArray() && list.getParent().hasCurrentName()
        ? list.getParent().getCurrentName()
        : "";
  }

  private static String comparison(String name) {
    return name + ": only administrators may look for variables; leave it out";
  }

  private static boolean isExpression(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith("expression");
  }

  private static boolean isMultipart(HttpServletRequest request) {
    var type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private void refuse(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), ProblemDetail.forStatusAndDetail(status, detail));
  }
}
