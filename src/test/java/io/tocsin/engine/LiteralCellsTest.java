package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.junit.jupiter.api.Test;

/** The short way says what the FEEL engine says, cell by cell and value by value. */
class LiteralCellsTest {

  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          "",
          "true",
          "1",
          "high",
          "data-loss",
          "a, b",
          "ä",
          true,
          false,
          0,
          1,
          2L,
          -3,
          (short) 4,
          1.0,
          2.5,
          -0.0,
          25,
          1e18,
          "The database is slow: out of memory, errors risen, TLS certificate expired",
          List.of("high"));

  private static final List<String> ODD =
      List.of(
          "\"\"",
          "\"a\\\"b\"",
          "\"high\" , \"low\"",
          "\"high\",",
          "\"high\" \"low\"",
          "\"a, b\"",
          "\"high\n\"",
          "01",
          "-0",
          "- 3",
          "-3",
          "1.0",
          "1e3",
          "99999999999999999999",
          "true",
          "false",
          "null",
          "TRUE",
          "value",
          "other",
          "not(\"high\")",
          "\"high\",2",
          "1,2",
          "true,false",
          "-",
          "[\"high\"]",
          "[1..3]",
          "(1..3)",
          "]1..3[",
          "[3..1]",
          "[1 .. 3]",
          "> 1",
          ">1",
          "<= 2",
          ">= -3",
          "< 2.5",
          "= 1",
          "> 1, 0",
          "> 1, \"high\"",
          "not(> 1)",
          "not(> 1, \"high\")",
          "not([1..25), null)",
          "not(\"high\", \"\")",
          "not(\"high\"",
          "not()",
          "not(not(1))",
          "not(1), 2",
          "not(1), not(2)",
          "not (1)",
          "null, true",
          "not(true)",
          "not(false)",
          "null, false",
          "false, 1",
          "not(false, null)",
          "nullable",
          "true1",
          "1, ,2",
          "1a",
          "2.",
          "matches(?, \"hi|1\")",
          "matches(?, \"\\\\bhigh\\\\b\")",
          "matches(?, \"(\")",
          "matches(?,\"high\")",
          "matches(?, \"h\") , 1",
          " 1 ",
          " \"high\" ",
          "'high'",
          "\"\\u00e4\"",
          "\"ä\"");

  private final FeelEngine quick = LiteralCells.factory().createInstance();
  private final FeelEngine full = new ScalaFeelEngineFactory().createInstance();

  @Test
  void answerOddCellsAsTheFullEngineDoes() {
    for (var cell : ODD) {
      VALUES.forEach(value -> compare(cell, value));
    }
  }

  @Test
  void answerTheCellsOfOurTablesAsTheFullEngineDoes() throws IOException {
    var cells = new ArrayList<>(cells());
    assertThat(cells).hasSizeGreaterThan(1000);
    // A part of them, always the same: the full engine is slow.
    var dice = new Random(7);
    for (int i = 0; i < 200; i++) {
      var cell = cells.get(dice.nextInt(cells.size()));
      compare(cell, VALUES.get(dice.nextInt(VALUES.size())));
      if (cell.startsWith("\"")) {
        compare(cell, cell.substring(1, cell.indexOf('"', 1)));
      }
    }
  }

  /** An alert storm asks them thousands of times. */
  @Test
  void needNoFullEngineForOurTables() throws IOException {
    assertThat(cells())
        .filteredOn(cell -> !cell.equals("-") && !cell.contains("\\\"") && !cell.contains("\n"))
        .allMatch(cell -> PlainTest.read(cell).isPresent());
  }

  private void compare(String cell, Object value) {
    assertThat(expression(quick, cell, value))
        .as("%s with %s", cell, value)
        .isEqualTo(expression(full, cell, value));
    assertThat(test(quick, cell, value))
        .as("%s of %s", cell, value)
        .isEqualTo(test(full, cell, value));
  }

  private static Object expression(FeelEngine engine, String cell, Object value) {
    try {
      return engine.<Object>evaluateSimpleExpression(
          cell, Variables.createVariables().putValue("value", value).asVariableContext());
    } catch (FeelException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static Object test(FeelEngine engine, String cell, Object value) {
    try {
      return engine.evaluateSimpleUnaryTests(
          cell, "value", Variables.createVariables().putValue("value", value).asVariableContext());
    } catch (FeelException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static Set<String> cells() throws IOException {
    var cells = new LinkedHashSet<String>();
    try (Stream<Path> files = Files.walk(Path.of("processes"))) {
      files
          .filter(file -> file.toString().endsWith(".dmn"))
          .flatMap(
              file ->
                  Dmn.readModelFromFile(file.toFile())
                      .getDefinitions()
                      .getChildElementsByType(Decision.class)
                      .stream())
          .map(Decision::getExpression)
          .filter(DecisionTable.class::isInstance)
          .flatMap(table -> ((DecisionTable) table).getRules().stream())
          .forEach(
              rule -> {
                rule.getInputEntries().forEach(cell -> cells.add(cell.getTextContent().strip()));
                rule.getOutputEntries().forEach(cell -> cells.add(cell.getTextContent().strip()));
              });
    }
    cells.removeIf(String::isEmpty);
    return cells;
  }

  @Test
  void refuseWhatTheFullEngineRefuses() {
    assertThatCode(
            () ->
                quick.evaluateSimpleExpression(
                    "1 +", Variables.createVariables().asVariableContext()))
        .isInstanceOf(FeelException.class);
  }
}
