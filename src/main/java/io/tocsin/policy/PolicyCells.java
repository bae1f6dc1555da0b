package io.tocsin.policy;

import io.tocsin.engine.DecisionFile.Table;
import io.tocsin.engine.Feel;
import io.tocsin.policy.Questions.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one input column, and which values each of them takes.
 *
 * <p>The values tried are those at which the column can change its mind: every word and number that
 * stands in it, what lies between and beside them, a word it does not know, and no answer at all.
 * Cells hold no names, so that what one of them takes depends on its own column only.
 */
class PolicyCells {

  static final String UNKNOWN_WORD = "a word that no policy knows";

  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Pattern WORDS =
      Pattern.compile("\\s*\"[^\"\\\\]*\"\\s*(?:,\\s*\"[^\"\\\\]*\"\\s*)*");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_?$@{}][\\p{L}\\p{N}_.:?$@{}-]*");
  private static final List<String> KNOWN_NAMES = List.of("not", "null", "true", "false");

  /** More is no table that a person has written. */
  private static final int MAX_TRIALS = 50_000;

  private final Feel feel;
  private final boolean level;
  private final List<String> cells;
  private final List<@Nullable Object> values;
  private final Map<String, BitSet> taken = new HashMap<>();

  PolicyCells(Table table, int column, Type type, Feel feel) {
    this.feel = feel;
    this.cells = table.rules().stream().map(rule -> rule.inputs().get(column)).toList();
    this.level = table.inputs().get(column).name().equals("level");
    this.values =
        level
            ? new ArrayList<>(Policies.LEVELS.stream().map(Integer::doubleValue).toList())
            : values(type);
  }

  /** Returns whether a cell takes everything. */
  static boolean any(String cell) {
    return cell.isBlank() || cell.strip().equals("-");
  }

  /** Returns the words in quotes of a cell. */
  static List<String> words(String cell) {
    return QUOTED.matcher(cell).results().map(match -> match.group(1)).toList();
  }

  /** Returns whether a cell holds words in quotes and nothing else. */
  static boolean onlyWords(String cell) {
    return WORDS.matcher(cell).matches();
  }

  /**
   * Returns the values that the cell of a row takes.
   *
   * @param row counted from 0
   * @throws IllegalArgumentException when the cell cannot be read, with the reason
   */
  BitSet taken(int row) {
    var cell = cells.get(row);
    var known = taken.get(cell);
    if (known == null) {
      known = find(cell);
      taken.put(cell, known);
    }
    return known;
  }

  /** Returns whether the cell of a row takes a value, which must be one of those tried. */
  boolean takes(int row, @Nullable Object value) {
    var at = values.indexOf(value);
    return at >= 0 && taken(row).get(at);
  }

  private BitSet find(String cell) {
    var bits = new BitSet(values.size());
    if (any(cell)) {
      bits.set(0, values.size());
      return bits;
    }
    if (onlyWords(cell)) {
      words(cell).forEach(word -> set(bits, word));
    } else {
      requireNoNames(cell);
      if ((long) taken.size() * values.size() > MAX_TRIALS) {
        throw new IllegalArgumentException(
            "the column holds too many different conditions to be checked; simplify it");
      }
      for (int i = 0; i < values.size(); i++) {
        bits.set(i, feel.takes(cell, values.get(i)));
      }
    }
    if (bits.isEmpty()) {
      throw new IllegalArgumentException(
          level
              ? "'%s' takes no level; write levels from 1 to 4 without quotes, such as 1 or 1,2, or leave it empty for any"
                  .formatted(cell)
              : "'%s' never holds; check its kind and its limits, or leave it empty for any"
                  .formatted(cell));
    }
    return bits;
  }

  private void set(BitSet bits, String word) {
    var at = values.indexOf(word);
    if (at >= 0) {
      bits.set(at);
    }
  }

  private static void requireNoNames(String cell) {
    var names = NAME.matcher(QUOTED.matcher(cell).replaceAll("\"\""));
    while (names.find()) {
      if (!KNOWN_NAMES.contains(names.group())) {
        throw new IllegalArgumentException(
            "'%s' stands without quotes; write \"%s\"".formatted(names.group(), names.group()));
      }
    }
  }

  private List<@Nullable Object> values(Type type) {
    var values = new LinkedHashSet<@Nullable Object>();
    values.add(null);
    switch (type) {
      case WORD -> {
        values.add(UNKNOWN_WORD);
        cells.forEach(cell -> values.addAll(words(cell)));
      }
      case FLAG -> values.addAll(List.of(true, false));
      case NUMBER -> values.addAll(numbers());
    }
    return new ArrayList<>(values);
  }

  private List<Object> numbers() {
    var limits = new TreeSet<Double>(List.of(0.0));
    for (var cell : cells) {
      NUMBER
          .matcher(QUOTED.matcher(cell).replaceAll("").replace("..", " .. "))
          .results()
          .forEach(match -> limits.add(Double.valueOf(match.group())));
    }
    var numbers = new ArrayList<Object>(limits);
    Double below = null;
    for (var limit : limits) {
      numbers.add(below == null ? limit - 1 : (below + limit) / 2);
      below = limit;
    }
    numbers.add(limits.last() + 1);
    return numbers;
  }
}
