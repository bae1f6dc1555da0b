package io.tocsin.drill;

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
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The scenarios: those that come with Tocsin, and those of one's own, which win by their name. */
@Component
class Scenarios {

  private final Map<String, Scenario> all = new TreeMap<>();

  Scenarios(ResourcePatternResolver resources, DrillProperties properties) throws IOException {
    var faults = new ArrayList<String>();
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
      all.put(scenario.id(), scenario);
    } catch (IllegalArgumentException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
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
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
