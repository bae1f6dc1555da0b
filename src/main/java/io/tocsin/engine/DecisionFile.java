package io.tocsin.engine;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;

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

  /** How the parser names the place of what the schema does not allow. */
  private static final Pattern INVALID = Pattern.compile("(?s)Error: URI=\\S* Line=(\\d+): (.*)");

  /** What the XML parser says of an id that stands twice. */
  private static final Pattern TWICE = Pattern.compile("occurrences of ID value '([^']*)'");

  private static final int MAX_CAUSES = 20;

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
          "'" + resource + "' cannot be read as DMN: " + reason(e), e);
    }
  }

  /**
   * The innermost reason is the one that names the place; those around it only say that it failed.
   */
  private static String reason(Throwable failure) {
    var innermost = failure;
    for (int depth = 0; innermost.getCause() != null && depth < MAX_CAUSES; depth++) {
      innermost = innermost.getCause();
    }
    var said = String.valueOf(innermost.getMessage());
    var invalid = INVALID.matcher(said);
    var line = "";
    if (invalid.find()) {
      line = "line " + invalid.group(1) + ": ";
      said = invalid.group(2).strip();
    } else if (innermost instanceof SAXParseException place && place.getLineNumber() > 0) {
      line = "line " + place.getLineNumber() + ": ";
    }
    var twice = TWICE.matcher(said);
    return line
        + (twice.find()
            ? "the id '" + twice.group(1) + "' stands twice; give a copied row ids of its own"
            : said);
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

    /**
     * Returns the rows that stand before or after other ones than in an earlier version: as few as
     * explain the new order. What was added or removed puts nothing into another order.
     *
     * @return their numbers in the earlier version, by their ids
     */
    public Map<String, Integer> reordered(Table before) {
      var numbers = new HashMap<String, Integer>();
      before.rules().forEach(rule -> numbers.putIfAbsent(rule.id(), rule.number()));
      var kept = rules.stream().map(Rule::id).filter(numbers::containsKey).distinct().toList();
      var old = kept.stream().map(numbers::get).mapToInt(Integer::intValue).toArray();
      var same =
          rules.stream()
              .filter(rule -> rule.number() == numbers.getOrDefault(rule.id(), 0))
              .map(Rule::id)
              .collect(Collectors.toSet());
      // The longest sequence that ends with each row in the order of before, and the row in front.
      // Of two that are as long the one with more rows of the same number: these have not moved.
      var length = new int[old.length];
      var inFront = new int[old.length];
      var last = -1;
      for (int i = 0; i < old.length; i++) {
        inFront[i] = -1;
        for (int j = 0; j < i; j++) {
          if (old[j] < old[i] && length[j] > length[i]) {
            length[i] = length[j];
            inFront[i] = j;
          }
        }
        length[i] += old.length + 1 + (same.contains(kept.get(i)) ? 1 : 0);
        last = last < 0 || length[i] > length[last] ? i : last;
      }
      numbers.keySet().retainAll(kept);
      for (int i = last; i >= 0; i = inFront[i]) {
        numbers.remove(kept.get(i));
      }
      return numbers;
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
