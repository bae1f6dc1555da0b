package io.tocsin.training;

import io.tocsin.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The quizzes: those that come with Tocsin, and those of one's own, which win by their name. */
@Component
class Quizzes {

  private final Map<String, Quiz> all = new TreeMap<>();

  Quizzes(ResourcePatternResolver resources, TrainingProperties properties) throws IOException {
    var faults = new ArrayList<String>();
    for (var resource : resources.getResources("classpath*:training/*.yaml")) {
      add(
          String.valueOf(resource.getFilename()),
          resource.getContentAsString(StandardCharsets.UTF_8),
          faults);
    }
    var folder = properties.quizzes();
    if (folder != null) {
      for (var file : files(folder)) {
        add(file.getFileName().toString(), Files.readString(file), faults);
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException("Quizzes have faults:\n" + String.join("\n", faults));
    }
  }

  Collection<Quiz> all() {
    return all.values();
  }

  /**
   * Returns a quiz.
   *
   * @throws InvalidInputException when there is none of that name, naming those that there are
   */
  Quiz get(String id) {
    var quiz = all.get(id);
    if (quiz == null) {
      throw new InvalidInputException(
          "quizzes",
          "the decision on-call-training names '%s', which is none of %s"
              .formatted(id, String.join(", ", all.keySet())));
    }
    return quiz;
  }

  private void add(String file, String text, List<String> faults) {
    try {
      var quiz = QuizReader.read(file, text);
      all.put(quiz.id(), quiz);
    } catch (IllegalArgumentException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("tocsin.training.quizzes: " + folder + " is no folder");
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
