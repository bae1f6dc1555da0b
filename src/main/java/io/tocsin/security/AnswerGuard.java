package io.tocsin.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tocsin.engine.TaskQuestions;
import io.tocsin.engine.TeamGroups;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes from whoever ends a task the answers to its form, and nothing beside them. The engine makes
 * a variable of the process of whatever is sent along, and models route on those.
 */
class AnswerGuard extends OncePerRequestFilter {

  private static final Pattern ANSWER =
      Pattern.compile(
          "/(?:engine-rest|camunda/api)/(?:.*/)?task/([^/]+)/"
              + "(?:complete|submit-form|resolve|bpmnError|bpmnEscalation)/*");

  private final TaskQuestions questions;
  private final ObjectMapper json;
  private final ObjectReader strict;

  AnswerGuard(TaskQuestions questions, ObjectMapper json) {
    this.questions = questions;
    this.json = json;
    // Of two fields of one name the engine might take the other one.
    this.strict = json.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var answer = ANSWER.matcher(WebSecurity.path(request));
    if (!answer.matches() || isAdministrator()) {
      chain.doFilter(request, response);
      return;
    }
    var body = request.getInputStream().readAllBytes();
    JsonNode said;
    try {
      said = strict.readTree(body);
    } catch (JsonProcessingException e) {
      Problems.write(
          json,
          response,
          HttpStatus.BAD_REQUEST,
          "The body is not JSON, or has a field twice; send each once");
      return;
    }
    var names = new HashSet<String>();
    said.path("variables").fieldNames().forEachRemaining(names::add);
    var others = new TreeSet<>(questions.notAsked(answer.group(1), names));
    if (!others.isEmpty()) {
      Problems.write(
          json,
          response,
          HttpStatus.BAD_REQUEST,
          "variables: the form of this task does not ask for '%s'; leave it out"
              .formatted(others.first()));
      return;
    }
    chain.doFilter(new Replay(request, body), response);
  }

  /** They may write any variable in any case. */
  private static boolean isAdministrator() {
    var user = SecurityContextHolder.getContext().getAuthentication();
    return user != null
        && user.getAuthorities().stream()
            .anyMatch(group -> TeamGroups.ADMIN.equals(group.getAuthority()));
  }
}
