package io.tocsin.engine;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * A DMN file, read but not deployed: what a check of its content needs to know.
 *
 * @param resource name of the file in its deployment
 * @param id of the set of decisions, the key of its deployed versions
 * @param tables decisions that are tables, by their ids
 * @param others ids of decisions that are none
 */
public record DecisionFile(
    String resource, String id, String name, Map<String, Table> tables, List<String> others) {

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is no DMN, saying why
   */
  public static DecisionFile read(String resource, byte[] content) {
    try {
      return DecisionFileReader.read(
          resource, Dmn.readModelFromStream(new ByteArrayInputStream(content)));
    } catch (ModelException e) {
      throw new IllegalArgumentException(
          "'" + resource + "' cannot be read as DMN: " + reason(e).getMessage(), e);
    }
  }

  /** What the parser says, with line and column; those who pass it on only say that it failed. */
  private static Throwable reason(Throwable failure) {
    var reason = failure;
    // Bounded, since causes may go round in a circle.
    for (int depth = 0; reason.getCause() != null && depth < 10; depth++) {
      reason = reason.getCause();
    }
    return reason;
  }

  /** Whoever knows what a set of decisions must hold. Asked before each deployment. */
  public interface Check {

    /**
     * Returns why a file must not be deployed, each with place, reason and remedy; empty when it
     * may be, or when it is nothing the check knows of.
     */
    List<String> faults(DecisionFile file);
  }

  /**
   * A decision table.
   *
   * @param hitPolicy in capital letters, for example UNIQUE
   * @param aggregation of the hits, or null when they are listed
   * @param languages other than FEEL that its cells are written in
   */
  public record Table(
      String decision,
      String hitPolicy,
      @Nullable String aggregation,
      List<Column> inputs,
      List<Column> outputs,
      List<Rule> rules,
      List<String> languages) {

    /** Returns the position of an input column, if there is one of that name. */
    public Optional<Integer> input(String name) {
      return position(inputs, name);
    }

    /** Returns the position of an output column, if there is one of that name. */
    public Optional<Integer> output(String name) {
      return position(outputs, name);
    }

    private static Optional<Integer> position(List<Column> columns, String name) {
      var at = columns.stream().map(Column::name).toList().indexOf(name);
      return at < 0 ? Optional.empty() : Optional.of(at);
    }
  }

  /**
   * A column.
   *
   * @param name the variable of an input, or the name of an output
   * @param type for example string; empty when the table gives none
   */
  public record Column(String name, String type) {}

  /**
   * A row.
   *
   * @param number counted from 1
   * @param annotation empty when it has none
   * @param inputs cells as written
   * @param outputs cells as written
   */
  public record Rule(
      int number, String id, String annotation, List<String> inputs, List<String> outputs) {}
}
