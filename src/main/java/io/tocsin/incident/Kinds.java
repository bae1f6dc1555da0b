package io.tocsin.incident;

import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.problem.InvalidInputException;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The kinds that an incident can be of: each is the name of a playbook. */
@Component
class Kinds {

  /** The one kind that is restricted. */
  static final String SECURITY = "security-incident";

  private final PlaybookModels playbooks;

  Kinds(PlaybookModels playbooks) {
    this.playbooks = playbooks;
  }

  /**
   * Refuses what is no kind.
   *
   * @throws InvalidInputException naming those that there are
   */
  void require(String kind) {
    var known = playbooks.all();
    if (known.stream().noneMatch(model -> model.id().equals(kind))) {
      throw new InvalidInputException(
          "kind",
          "'%s' is no kind of incident; there are %s"
              .formatted(
                  kind, known.stream().map(Model::id).sorted().collect(Collectors.joining(", "))));
    }
  }

  /** Returns the words for a kind, or the kind itself when no playbook is called so. */
  String title(String kind) {
    return playbooks.all().stream()
        .filter(model -> model.id().equals(kind))
        .map(Model::title)
        .findFirst()
        .orElse(kind);
  }
}
