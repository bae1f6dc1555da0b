package io.tocsin.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.FormQuestions;
import io.tocsin.engine.OpenTasks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes from whoever ends a task or starts a process the answers to its form, and nothing beside
 * them. The engine makes a variable of the process of whatever is sent along, models route on
 * those, and a start may name an incident and a step in the middle of the model. Whoever repairs an
 * instance moves it, and neither routes it by variables nor ends it.
 *
 * <p>A task that somebody has is ended by them alone, and its form is answered as the Tasklist
 * would have it: whoever ends it otherwise would leave the record without what they had to say.
 */
class AnswerGuard extends OncePerRequestFilter {

  private static final String SUBMIT = "submit-form";

  private static final Pattern ANSWER =
      Pattern.compile(
          "/(?:engine-rest|camunda/api)/(?:.*/)?task/([^/]+)/"
              + "(complete|submit-form|resolve|bpmnError|bpmnEscalation)/*");

  /** Of these, those by which the form is answered. */
  private static final Set<String> SUBMITTING = Set.of("complete", SUBMIT);

  /** By the id of the model, where its newest version counts, or of one version of it. */
  private static final Pattern START =
      Pattern.compile(
          "/(?:engine-rest|camunda/api)/(?:.*/)?process-definition/"
              + "(?:key/([^/]+)(?:/tenant-id/[^/]+)?|([^/]+))/(?:start|submit-form)/*");

  private static final Pattern REPAIR =
      Pattern.compile(
          "/(?:engine-rest|camunda/api)/(?:.*/)?"
              + "(?:process-instance/[^/]+/modification(?:-async)?"
              + "|(?:modification|migration)/execute(?:Async)?"
              + "|execution/[^/]+/(?:signal|messageSubscriptions/[^/]+/trigger)"
              + "|message|signal|condition)/*");

  /** By these a repair brings variables. */
  private static final Set<String> BRINGING =
      Set.of(
          "variables",
          "processVariables",
          "processVariablesLocal",
          "processVariablesToTriggeredScope");

  /** What a start may say beside its variables. */
  private static final Set<String> HARMLESS = Set.of("variables", "withVariablesInReturn");

  private final FormQuestions questions;
  private final OpenTasks tasks;
  private final ObjectMapper json;
  private final StrictJson strict;

  AnswerGuard(FormQuestions questions, OpenTasks tasks, ObjectMapper json) {
    this.questions = questions;
    this.tasks = tasks;
    this.json = json;
    this.strict = new StrictJson(json);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var path = WebSecurity.path(request);
    var answer = ANSWER.matcher(path);
    var start = START.matcher(path);
    var starts = start.matches();
    var repairs = REPAIR.matcher(path).matches();
    var answers = answer.matches();
    if (!answers && (!(starts || repairs) || Administrators.ask())) {
      chain.doFilter(request, response);
      return;
    }
    var body = request.getInputStream().readAllBytes();
    var read = strict.read(body);
    if (read.isEmpty()) {
      refuse(response, HttpStatus.BAD_REQUEST, StrictJson.REFUSAL);
      return;
    }
    var said = read.get();
    var refusal =
        starts ? ofStart(start, said) : repairs ? ofRepair(said) : ofAnswer(answer.group(1), said);
    if (refusal != null) {
      refuse(response, HttpStatus.BAD_REQUEST, refusal);
      return;
    }
    var answered = answers && refused(answer.group(1), answer.group(2), said, response);
    if (!answered) {
      chain.doFilter(new Replay(request, body), response);
    }
  }

  /** Refuses to end a task that somebody else has, or without what its form has to know. */
  private boolean refused(String task, String how, JsonNode said, HttpServletResponse response)
      throws IOException {
    var user = SecurityContextHolder.getContext().getAuthentication();
    if (user == null || !tasks.isSeen(task, user.getName(), groups(user))) {
      // The engine refuses it, in the same words whether it is there or not.
      return false;
    }
    var holder = tasks.assignee(task).filter(person -> !person.equals(user.getName()));
    if (holder.isPresent()) {
      refuse(
          response,
          HttpStatus.CONFLICT,
          "This task is with '%s'; let them finish it, or have it given to you first"
              .formatted(holder.get()));
      return true;
    }
    var missing =
        SUBMITTING.contains(how)
            ? questions.unanswered(task, said.path("variables"))
            : Optional.<FormQuestions.Unanswered>empty();
    if (missing.isPresent()) {
      refuse(
          response,
          HttpStatus.BAD_REQUEST,
          "%s: fill in '%s'".formatted(missing.get().key(), missing.get().label()));
      return true;
    }
    var unheard =
        !how.equals(SUBMIT) && !variables(said).isEmpty() && questions.submittedOnly(task);
    if (unheard) {
      refuse(
          response,
          HttpStatus.BAD_REQUEST,
          "variables: the form of this task hears of them by %s only; send the same there"
              .formatted(SUBMIT));
    }
    return unheard;
  }

  private static List<String> groups(Authentication user) {
    return user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
  }

  private void refuse(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    Problems.writeToWebapps(json, response, status, detail);
  }

  private @Nullable String ofAnswer(String task, JsonNode said) {
    return Administrators.ask() ? null : unasked("task", questions.notAsked(task, variables(said)));
  }

  private @Nullable String ofStart(Matcher start, JsonNode said) {
    for (var field : said.properties()) {
      if (!HARMLESS.contains(field.getKey()) && !saysNothing(field.getValue())) {
        return "%s: is not taken; a process starts at its beginning, with the answers to its form"
            .formatted(field.getKey());
      }
    }
    var process = start.group(1);
    return unasked(
        "process",
        process == null
            ? questions.notAskedByVersion(start.group(2), variables(said))
            : questions.notAskedAtStart(process, variables(said)));
  }

  private static @Nullable String ofRepair(JsonNode said) {
    for (var field : new TreeSet<>(BRINGING)) {
      if (!said.findValues(field).stream().allMatch(AnswerGuard::saysNothing)) {
        return "%s: are not taken; models route on what forms and Tocsin itself have set"
            .formatted(field);
      }
    }
    var steps = said.path("instructions").findValuesAsText("type");
    return !steps.isEmpty() && steps.stream().allMatch("cancel"::equals)
        ? "instructions: begin a step as well; an instance of which everything is cancelled ends,"
            + " and its incident with it"
        : null;
  }

  private static @Nullable String unasked(String of, Set<String> others) {
    return others.isEmpty()
        ? null
        : "variables: the form of this %s does not ask for '%s'; leave it out"
            .formatted(of, new TreeSet<>(others).first());
  }

  private static Set<String> variables(JsonNode said) {
    var names = new HashSet<String>();
    said.path("variables").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** As clients send what they have no value for. */
  private static boolean saysNothing(JsonNode value) {
    return value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isBoolean() && !value.booleanValue()
        || value.isTextual() && value.textValue().isEmpty();
  }
}
