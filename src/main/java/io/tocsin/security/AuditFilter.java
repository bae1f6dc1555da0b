package io.tocsin.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.DeploymentNote;
import io.tocsin.engine.OpenTasks;
import io.tocsin.logs.LogContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Writes down who changes what. It stands around the filters of Spring Security, so that it also
 * sees what they refuse; {@link Inside} tells it who it was.
 */
class AuditFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);

  private static final String ACTOR = "io.tocsin.security.actor";
  private static final String VIA = "io.tocsin.security.via";
  private static final String MADE = "io.tocsin.security.made";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /**
   * Signals are recorded as alerts, with their source; sign-in and sign-out have their own lines.
   */
  private static final Pattern RECORDED_ELSEWHERE =
      Pattern.compile("/api/v1/(alerts|heartbeats)/.*|/v2/.*|/login|/logout");

  private static final Pattern ENGINE =
      Pattern.compile("/(engine-rest|camunda/api/engine)(/engine/[^/]+)?/(.+)");

  /** Questions that the engine and its webapps ask by POST, and workers that ask for work. */
  private static final Pattern ENGINE_QUERY =
      Pattern.compile(
          "(task|process-instance|execution|variable-instance|external-task|job|incident"
              + "|history/(task|process-instance|activity-instance|variable-instance|detail"
              + "|decision-instance|incident|job-log|external-task-log|user-operation))(/count)?"
              + "|filter/[^/]+/(list|count|singleResult)(/count)?"
              + "|external-task/fetchAndLock|migration/(generate|validate)");

  private static final Pattern PLUGIN_QUERY =
      Pattern.compile("/camunda/api/(cockpit|tasklist|admin)/plugin/.*");

  private static final Pattern TASK = Pattern.compile("task/([\\w-]{1,64})/.+");

  /** What differs from call to call in an address of the engine. */
  private static final Pattern ID =
      Pattern.compile(
          "(?<=/|^)[0-9a-f]{8}-[0-9a-f-]{27}(?=/|$)"
              + "|(?<=(^|/)(user|group|tenant|key)/)(?!create$)[^/]+"
              + "|(?<=/(members|user-members|group-members)/)[^/]+");

  /** Its id stands in the body alone. */
  private static final Pattern MAKES =
      Pattern.compile("/(engine-rest|camunda/api)/(.+/)?(user|group|tenant)/create");

  private static final Pattern ACCOUNT = Pattern.compile("[\\w.@-]{1,64}");

  /** Variables of addresses that open something. */
  private static final Set<String> SECRET = Set.of("token");

  private final AuditLog audit;
  private final OpenTasks tasks;

  AuditFilter(AuditLog audit, OpenTasks tasks) {
    this.audit = audit;
    this.tasks = tasks;
  }

  /** Says who makes a request. */
  static void actor(HttpServletRequest request, String actor, String via) {
    request.setAttribute(ACTOR, actor);
    request.setAttribute(VIA, via);
    LogContext.user(actor);
  }

  /** Notes whose account a request makes, or which group; nothing else of the body is looked at. */
  static void body(HttpServletRequest request, ObjectMapper json, byte[] body) throws IOException {
    if (request.getMethod().equals("POST") && MAKES.matcher(request.getRequestURI()).matches()) {
      var made = json.readTree(body);
      Stream.of(made.at("/profile/id"), made.at("/id"))
          .map(JsonNode::asText)
          .filter(id -> ACCOUNT.matcher(id).matches())
          .findFirst()
          .ifPresent(id -> request.setAttribute(MADE, id));
    }
  }

  /** Returns how whoever makes a request has signed in. */
  static String via(HttpServletRequest request) {
    return request.getAttribute(VIA) instanceof String via ? via : "session";
  }

  /** Notes who has signed in, before anything is decided about what they want. */
  static final class Inside extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      var user = SecurityContextHolder.getContext().getAuthentication();
      if (user != null
          && user.isAuthenticated()
          && !(user instanceof AnonymousAuthenticationToken)
          && request.getAttribute(ACTOR) == null) {
        actor(
            request,
            user.getName(),
            request.getHeader("Authorization") == null ? "session" : "basic");
      }
      chain.doFilter(request, response);
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var path = request.getRequestURI();
    if (READING.contains(request.getMethod()) || RECORDED_ELSEWHERE.matcher(path).matches()) {
      return true;
    }
    var engine = ENGINE.matcher(path);
    return request.getMethod().equals("POST")
        && (PLUGIN_QUERY.matcher(path).matches()
            || engine.matches() && ENGINE_QUERY.matcher(engine.group(3)).matches());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // Read before: a task that is completed is gone.
    var task = task(request);
    var finished = false;
    try {
      chain.doFilter(request, response);
      finished = true;
    } finally {
      var status = finished ? response.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR.value();
      record(request, status, task, finished ? made(response) : null);
    }
  }

  /** What was made has its id in its address alone. */
  private static @Nullable String made(HttpServletResponse response) {
    var address = response.getHeader(HttpHeaders.LOCATION);
    return response.getStatus() == HttpStatus.CREATED.value() && address != null
        ? address.substring(address.lastIndexOf('/') + 1)
        : null;
  }

  private void record(
      HttpServletRequest request, int status, @Nullable String task, @Nullable String made) {
    var actor = (String) request.getAttribute(ACTOR);
    var pattern = (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    // What strangers are refused would be theirs to fill the log with.
    if (actor == null && (pattern == null || status >= 400)) {
      return;
    }
    var via = actor == null ? "callback" : (String) request.getAttribute(VIA);
    var route = pattern == null ? route(request.getRequestURI()) : pattern;
    var of = task != null ? task : pattern == null ? ids(request, status) : variables(request);
    var target = of == null ? made : of;
    try {
      audit.request(
          actor, via, request.getRemoteAddr(), request.getMethod(), route, target, status);
    } catch (DataAccessException | TransactionException e) {
      // It was done already; taking the answer away would not undo it.
      LOG.error(
          "Not written to the audit log: {} {} by {}, status {}",
          request.getMethod(),
          route,
          actor,
          status,
          e);
    }
  }

  private @Nullable String task(HttpServletRequest request) {
    var engine = ENGINE.matcher(request.getRequestURI());
    if (!engine.matches()) {
      return null;
    }
    var task = TASK.matcher(engine.group(3));
    return task.matches() ? tasks.describe(task.group(1)).orElse(null) : null;
  }

  /** An address of the engine, or the first part of one that led nowhere. */
  private static String route(String path) {
    var engine = ENGINE.matcher(path);
    if (engine.matches()) {
      return path.substring(0, engine.start(3)) + ID.matcher(engine.group(3)).replaceAll("{id}");
    }
    if (path.startsWith("/camunda/api/")) {
      return ID.matcher(path).replaceAll("{id}");
    }
    var second = path.indexOf('/', 1);
    return second < 0 ? path : path.substring(0, second) + "/…";
  }

  private static @Nullable String ids(HttpServletRequest request, int status) {
    if (!request.getRequestURI().matches("/(engine-rest|camunda/api)/.+")) {
      return null;
    }
    if (request.getAttribute(MADE) instanceof String made) {
      return made;
    }
    if (request.getAttribute(DeploymentNote.FILES) instanceof String files) {
      // What was refused, or not committed, has no id.
      return status < 300 ? request.getAttribute(DeploymentNote.ID) + " " + files : files;
    }
    var ids =
        ID.matcher(request.getRequestURI())
            .results()
            .map(found -> found.group())
            .collect(Collectors.joining(" "));
    return ids.isEmpty() ? null : ids;
  }

  private static @Nullable String variables(HttpServletRequest request) {
    if (!(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> variables)) {
      return null;
    }
    var shown = new TreeMap<String, String>();
    variables.forEach((name, value) -> shown.put(String.valueOf(name), String.valueOf(value)));
    shown.keySet().removeAll(SECRET);
    return shown.isEmpty()
        ? null
        : shown.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .collect(Collectors.joining(" "));
  }
}
