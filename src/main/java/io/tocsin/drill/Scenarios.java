package io.tocsin.drill;

import io.tocsin.drill.Scenario.Response;
import io.tocsin.problem.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The scenarios: those that come with Tocsin, and those of one's own, which win by their name. */
@Component
class Scenarios {

  private static final String SCRIPTS = "scripts";
  private static final String YAML = ".yaml";

  private final Map<String, Scenario> all = new TreeMap<>();
  private final Map<String, List<Response>> scripts = new TreeMap<>();

  Scenarios(ResourcePatternResolver resources, DrillProperties properties) throws IOException {
    var faults = new ArrayList<String>();
    for (var resource : resources.getResources("classpath*:scenarios/scripts/*.yaml")) {
      script(String.valueOf(resource.getFilename()), text(resource), faults);
    }
    if (properties.scenarios() != null
        && Files.isDirectory(properties.scenarios().resolve(SCRIPTS))) {
      for (var file : files(properties.scenarios().resolve(SCRIPTS))) {
        script(file.getFileName().toString(), Files.readString(file), faults);
      }
    }
    for (var resource : resources.getResources("classpath*:scenarios/*.yaml")) {
      add(String.valueOf(resource.getFilename()), text(resource), faults);
    }
    if (properties.scenarios() != null) {
      for (var file : files(properties.scenarios())) {
        add(file.getFileName().toString(), Files.readString(file), faults);
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException("Scenarios have faults:\n" + String.join("\n", faults));
    }
  }

  Collection<Scenario> all() {
    return all.values();
  }

  /**
   * Returns a scenario.
   *
   * @throws InvalidInputException when there is none of that id, naming those that there are
   */
  Scenario get(String id) {
    var scenario = all.get(id);
    if (scenario == null) {
      throw new InvalidInputException(
          "scenario", "'" + id + "' is none of " + String.join(", ", all.keySet()));
    }
    return scenario;
  }

  private void add(String file, String text, List<String> faults) {
    try {
      var scenario = ScenarioReader.read(file, text);
      all.put(scenario.id(), scenario.with(script(file, scenario.script())));
    } catch (IllegalArgumentException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private void script(String file, String text, List<String> faults) {
    try {
      scripts.put(file.replace(YAML, ""), ScenarioReader.script(file, text));
    } catch (IllegalArgumentException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private List<Response> script(String file, @Nullable String name) {
    if (name == null) {
      return List.of();
    }
    var script = scripts.get(name);
    if (script == null) {
      throw new IllegalArgumentException(
          "%s: script: '%s' is none of %s in the folder %s"
              .formatted(file, name, String.join(", ", scripts.keySet()), SCRIPTS));
    }
    return script;
  }

  private static String text(Resource resource) {
    try {
      return resource.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("tocsin.drills.scenarios: " + folder + " is no folder");
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(YAML)).sorted().toList();
    }
  }
}
