package io.tocsin.policy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Our own copy of a policy's tables, {@code policy-tables/<policy>.txt}.
 *
 * <p>The copy is kept on purpose: a number changed in the Modeler by mistake fails against it. Each
 * table begins with {@code # name: columns}. In the cells {@code any} stands for every level, and
 * {@code ''} for nothing.
 */
public record PolicyTables(String text) {

  public static PolicyTables of(String policy) {
    var file = "/policy-tables/" + policy + ".txt";
    try (var in = requireNonNull(PolicyTables.class.getResourceAsStream(file), file)) {
      return new PolicyTables(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Stream<List<String>> lines(String table) {
    return text.lines()
        .dropWhile(line -> !line.startsWith("# " + table + ":"))
        .skip(1)
        .takeWhile(line -> !line.isBlank())
        .map(PolicyTables::cells);
  }

  Stream<Object[]> rows(String table) {
    return lines(table).map(List::toArray);
  }

  Stream<String> firstCells(String table) {
    return lines(table).map(row -> row.get(0)).distinct();
  }

  /** The rows of a table whose first cells match the inputs, without those cells. */
  public List<List<String>> matching(String table, String... inputs) {
    return lines(table)
        .filter(row -> IntStream.range(0, inputs.length).allMatch(i -> is(row.get(i), inputs[i])))
        .map(row -> row.subList(inputs.length, row.size()))
        .toList();
  }

  private static boolean is(String cell, String input) {
    return cell.equals("any") || Arrays.asList(cell.split(",")).contains(input);
  }

  private static List<String> cells(String line) {
    return Stream.of(line.split("\\|"))
        .map(String::strip)
        .map(cell -> cell.equals("''") ? "" : cell)
        .toList();
  }
}
