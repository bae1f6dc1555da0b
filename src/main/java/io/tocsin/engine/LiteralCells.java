package io.tocsin.engine;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers the plain cells of a decision table itself: texts, whole numbers, yes and no, the names
 * of inputs, and the {@linkplain PlainTest common tests}. All others go to the FEEL engine, which
 * reads a cell and makes its table of built-in functions anew for every look; a policy of some
 * thousand plain cells would pay for that with each alert.
 *
 * <p>Never answers anything that the FEEL engine answers differently: when in doubt it asks.
 */
final class LiteralCells implements FeelEngine {

  /** More than the tables of many policies hold; what is beyond is read anew each time. */
  private static final int REMEMBERED = 20_000;

  private static final long LARGEST = 999_999_999_999_999L;

  private static final Pattern TEXT = Pattern.compile(PlainTest.TEXT);
  private static final Pattern WHOLE = Pattern.compile(PlainTest.WHOLE);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*");
  private static final Set<String> WORDS = Set.of("true", "false", "null");

  private final FeelEngine feel;

  /** The same cell means the same for ever. */
  private final Map<String, Optional<PlainTest>> tests = new ConcurrentHashMap<>();

  private LiteralCells(FeelEngine feel) {
    this.feel = feel;
  }

  static FeelEngineFactory factory() {
    var full = new ScalaFeelEngineFactory();
    return () -> new LiteralCells(full.createInstance());
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // as the interface
  public <T> T evaluateSimpleExpression(String cell, VariableContext variables) {
    var plain = literal(cell);
    if (plain == null && NAME.matcher(cell).matches() && !WORDS.contains(cell)) {
      var found = variables.resolve(cell);
      if (found != null && found.getValue() == null) {
        return (T) null;
      }
      plain = found == null ? null : plain(found.getValue());
    }
    return plain == null ? feel.evaluateSimpleExpression(cell, variables) : (T) plain;
  }

  @Override
  public boolean evaluateSimpleUnaryTests(String cell, String input, VariableContext variables) {
    var found = variables.resolve(input);
    var test = found == null ? Optional.<PlainTest>empty() : test(cell);
    if (test.isPresent()) {
      var value = found.getValue();
      var plain = value == null ? null : plain(value);
      if (value == null || plain != null) {
        return Boolean.TRUE.equals(
            test.get().of(plain instanceof Number ? new BigDecimal(plain.toString()) : plain));
      }
    }
    return feel.evaluateSimpleUnaryTests(cell, input, variables);
  }

  private Optional<PlainTest> test(String cell) {
    var known = tests.get(cell);
    if (known == null) {
      known = PlainTest.read(cell);
      if (tests.size() < REMEMBERED) {
        tests.put(cell, known);
      }
    }
    return known;
  }

  private static @Nullable Object literal(String cell) {
    var text = TEXT.matcher(cell);
    if (text.matches()) {
      return text.group(1);
    }
    if (WHOLE.matcher(cell).matches()) {
      return Long.valueOf(cell);
    }
    return switch (cell) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** The value as the FEEL engine hands it on, or null when that is not plain. */
  private static @Nullable Object plain(Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double number && Math.abs(number) <= LARGEST) {
      return number == Math.rint(number) ? (Object) number.longValue() : number;
    }
    return value instanceof String || value instanceof Boolean ? value : null;
  }
}
