package io.tocsin.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tocsin.drill.Scenario.Fault;
import io.tocsin.drill.Scenario.Inject;
import io.tocsin.drill.Scenario.Kind;
import io.tocsin.drill.Scenario.Response;
import io.tocsin.people.Players;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a scenario and says all that is wrong with it at once. */
final class ScenarioReader {

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The engine's clocks work in days at the utmost; nobody drills longer. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final String NO_SERVICE =
      ": is none of the services of the scenario; add it there";

  private static final int MAX_LATENCY_MS = 10_000;

  private final String file;
  private final List<String> faults = new ArrayList<>();

  private ScenarioReader(String file) {
    this.file = file;
  }

  /**
   * Reads a scenario.
   *
   * @param file its name, {@code bad-deployment.yaml}
   * @throws IllegalArgumentException naming the file, each fault and what to do
   */
  static Scenario read(String file, String text) {
    return new ScenarioReader(file).read(text);
  }

  /**
   * Responses that several scenarios have.
   *
   * @param responses as in a scenario
   */
  private record Script(List<Response> responses) {}

  /**
   * Reads a script that scenarios share.
   *
   * @throws IllegalArgumentException naming the file, each fault and what to do
   */
  static List<Response> script(String file, String text) {
    return new ScenarioReader(file).script(text);
  }

  private List<Response> script(String text) {
    var script = parse(text, Script.class);
    if (script == null || script.responses() == null || script.responses().isEmpty()) {
      throw new IllegalArgumentException(file + ": responses: are missing");
    }
    check(script.responses());
    complain();
    return List.copyOf(script.responses());
  }

  private Scenario read(String text) {
    var scenario = parse(text, Scenario.class);
    if (scenario == null) {
      throw new IllegalArgumentException(file + ": is empty; it needs a title, a story and so on");
    }
    check(scenario);
    complain();
    return scenario;
  }

  private void complain() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(file + ":\n- " + String.join("\n- ", faults));
    }
  }

  private <T> @Nullable T parse(String text, Class<T> type) {
    try {
      return YAML.readValue(text, type);
    } catch (JsonProcessingException e) {
      var why =
          e instanceof UnrecognizedPropertyException ? "is no known key" : e.getOriginalMessage();
      throw new IllegalArgumentException(file + ": " + where(e) + why, e);
    }
  }

  private static String where(JsonProcessingException e) {
    var line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? line + path(mapping) + ": "
        : line;
  }

  /** {@code injects[0].text}, as people count in a file. */
  private static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (var part : e.getPath()) {
      if (part.getFieldName() == null) {
        path.append('[').append(part.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(part.getFieldName());
      }
    }
    return path.toString();
  }

  private void check(Scenario scenario) {
    need("id", scenario.id());
    if (scenario.id() != null && !file.equals(scenario.id() + ".yaml")) {
      faults.add("id: is '" + scenario.id() + "', but the file is " + file + "; name both alike");
    }
    need("title", scenario.title());
    need("policy", scenario.policy());
    need("kind", scenario.kind());
    need("severity", scenario.severity());
    need("story", scenario.story());
    if (scenario.services().isEmpty()) {
      faults.add("services: name at least one simulated service");
    }
    scenario.faults().forEach(fault -> check(scenario, fault));
    var ids = new HashSet<String>();
    scenario.injects().forEach(inject -> check(inject, ids));
    check(scenario.responses());
    scenario.responses().stream()
        .map(Response::repairs)
        .filter(service -> service != null && !scenario.services().contains(service))
        .forEach(service -> faults.add("responses: repairs: " + service + NO_SERVICE));
    scenario
        .cast()
        .forEach(
            (player, other) -> {
              player("cast", player);
              player("cast: " + player, other);
            });
    if (!scenario.cast().isEmpty() && scenario.script() == null) {
      faults.add("cast: is for a script; name the script, or leave it out");
    }
    criteria(scenario);
  }

  private void check(List<Response> responses) {
    for (int i = 0; i < responses.size(); i++) {
      check("responses[" + i + "]", responses.get(i));
    }
  }

  private void check(Scenario scenario, Fault fault) {
    var name = "faults: " + fault.service();
    time(name + ": at", fault.at());
    if (fault.does() == null) {
      faults.add(name + ": does: is one of break, slow, repair, fail_rollback");
    }
    if (!scenario.services().contains(fault.service())) {
      faults.add(name + NO_SERVICE);
    }
    if (fault.latencyMs() < 0 || fault.latencyMs() > MAX_LATENCY_MS) {
      faults.add(name + ": latencyMs: is 0 to " + MAX_LATENCY_MS);
    }
  }

  private void check(Inject inject, HashSet<String> ids) {
    var name = "injects: " + inject.id();
    if (inject.id() == null || !inject.id().matches("[a-z][a-z0-9-]*")) {
      faults.add(name + ": id: takes small letters, digits and hyphens");
    }
    if (!ids.add(String.valueOf(inject.id()))) {
      faults.add(name + ": stands there twice");
    }
    time(name + ": at", inject.at());
    need(name + ": text", inject.text());
    if (inject.kind() == null) {
      faults.add(name + ": kind: is one of alert, complaint, note, unreachable");
    }
    if (inject.kind() == Kind.UNREACHABLE) {
      player(name + ": player", inject.player());
    }
  }

  private void check(String name, Response response) {
    player(name + ": as", response.as());
    time(name + ": after", response.after());
    if (response.task() == null || !response.task().startsWith("Task_")) {
      faults.add(name + ": task: is the id of a user task, such as Task_triage");
    }
    if (response.claim() && !response.answers().isEmpty()) {
      faults.add(name + ": a claim has no answers; give them in a response of its own");
    }
  }

  private void criteria(Scenario scenario) {
    if (scenario.expected().isEmpty()) {
      faults.add("expected: name at least one criterion, or nothing can be scored");
    }
    var seen = new HashSet<String>();
    for (var expected : scenario.expected()) {
      var name = "expected: " + expected.criterion();
      var criterion = Criterion.find(expected.criterion()).orElse(null);
      if (criterion == null) {
        faults.add(name + ": is none of " + String.join(", ", Criterion.words()));
      } else if (criterion == Criterion.STEPS && expected.tasks().isEmpty()) {
        faults.add(name + ": tasks: names the tasks that must not be skipped");
      }
      if (expected.weight() < 1 || expected.weight() > 100) {
        faults.add(name + ": weight: is 1 to 100");
      }
      if (!seen.add(String.valueOf(expected.criterion()))) {
        faults.add(name + ": stands there twice");
      }
    }
  }

  private void need(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      faults.add(field + ": is missing");
    }
  }

  private void time(String field, @Nullable Duration value) {
    if (value == null) {
      faults.add(field + ": is missing; write an ISO 8601 duration such as PT4M");
    } else if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      faults.add(field + ": is from PT0S to P30D");
    }
  }

  private void player(String field, @Nullable String value) {
    if (value == null || !Players.isOne(value)) {
      faults.add(field + ": is one of " + String.join(", ", Players.ids()));
    }
  }
}
