package io.tocsin.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.ExternalTopics;
import io.tocsin.engine.TeamGroups;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps a worker to the topics of its own and to what it has to say. The engine's rights know
 * models, not topics, and let a worker set any variable, which the model might route on.
 */
class WorkerGuard extends OncePerRequestFilter {

  /** More is cut off on the timeline in any case. */
  private static final int MAX_BODY = 256 * 1024;

  private static final String PREFIX = "/engine-rest/external-task/";
  private static final String FETCH = PREFIX + "fetchAndLock";
  private static final Pattern ONE =
      Pattern.compile(
          Pattern.quote(PREFIX) + "([\\w-]{1,64})/(complete|failure|bpmnError|extendLock|unlock)");

  /** What a worker may say beside the fields of the call itself. */
  private static final Set<String> VARIABLES = Set.of("output");

  private final Workers workers;
  private final ExternalTopics topics;
  private final ObjectMapper json;
  private final StrictJson strict;

  WorkerGuard(Workers workers, ExternalTopics topics, ObjectMapper json) {
    this.workers = workers;
    this.topics = topics;
    this.json = json;
    this.strict = new StrictJson(json);
  }

  /** Returns whether somebody is a worker, to whom everything but its work is closed. */
  static boolean isWorker(@Nullable Authentication user) {
    return user != null
        && user.getAuthorities().stream()
            .anyMatch(group -> TeamGroups.ACTION_WORKER.equals(group.getAuthority()));
  }

  /** Returns whether a request is one of those that a worker makes. */
  static boolean isWork(HttpServletRequest request) {
    var path = request.getRequestURI();
    return request.getMethod().equals("POST")
        && (FETCH.equals(path) || ONE.matcher(path).matches());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var user = SecurityContextHolder.getContext().getAuthentication();
    if (!isWorker(user)) {
      chain.doFilter(request, response);
      return;
    }
    var body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      refuse(
          response, HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than " + MAX_BODY + " bytes");
      return;
    }
    var said = strict.read(body);
    if (said.isEmpty()) {
      refuse(response, HttpStatus.BAD_REQUEST, StrictJson.REFUSAL);
      return;
    }
    var own = workers.topics(user.getName());
    var refusal = refusal(request, said.get(), own);
    if (refusal != null) {
      refuse(response, HttpStatus.FORBIDDEN, refusal);
      return;
    }
    chain.doFilter(new Replay(request, body), response);
  }

  private @Nullable String refusal(HttpServletRequest request, JsonNode said, Set<String> own) {
    if (!isWork(request)) {
      return "A worker fetches and ends external tasks, and nothing else";
    }
    if (FETCH.equals(request.getRequestURI())) {
      return StreamSupport.stream(said.path("topics").spliterator(), false)
          .map(topic -> topic.path("topicName").asText())
          .filter(topic -> !own.contains(topic))
          .findFirst()
          .map(topic -> "topics: '" + topic + "' is not a topic of this worker")
          .orElse(null);
    }
    var one = ONE.matcher(request.getRequestURI());
    if (!one.matches() || topics.of(one.group(1)).filter(own::contains).isEmpty()) {
      return "This task is not open, or not of a topic of this worker";
    }
    if (!said.path("localVariables").isEmpty()) {
      return "localVariables: are not taken; say it in the variable output";
    }
    for (var variable : said.path("variables").properties()) {
      if (!VARIABLES.contains(variable.getKey())
          || !(variable.getValue().path("value").isTextual()
              || variable.getValue().path("value").isNull())
          || !variable.getValue().path("type").asText("String").equals("String")) {
        return "variables: only the text 'output' is taken, not '" + variable.getKey() + "'";
      }
    }
    return null;
  }

  private void refuse(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), ProblemDetail.forStatusAndDetail(status, detail));
  }
}
