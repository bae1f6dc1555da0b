package io.tocsin.engine;

import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers the plain cells of a decision table itself: texts, whole numbers, yes and no, and the
 * names of inputs. All others go to the FEEL engine, which makes its table of built-in functions
 * anew for every cell; a policy of some thousand plain cells would pay for that at each look.
 *
 * <p>Never answers anything that the FEEL engine answers differently: when in doubt it asks.
 */
final class LiteralCells implements FeelEngine {

  /** No escapes: what they mean is for the FEEL engine to say. */
  private static final String TEXT = "\"[^\"\\\\\\p{Cntrl}]*\"";

  private static final Pattern ONE_TEXT = Pattern.compile(TEXT);
  private static final Pattern TEXTS = Pattern.compile(TEXT + "(\\s*,\\s*" + TEXT + ")*");
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,14})");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*");
  private static final Set<String> WORDS = Set.of("true", "false", "null");

  private final FeelEngine feel;

  private LiteralCells(FeelEngine feel) {
    this.feel = feel;
  }

  static FeelEngineFactory factory() {
    var full = new ScalaFeelEngineFactory();
    return () -> new LiteralCells(full.createInstance());
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
  public <T> T evaluateSimpleExpression(String cell, VariableContext variables) {
    var plain = literal(cell);
    if (plain == null && NAME.matcher(cell).matches() && !WORDS.contains(cell)) {
      plain = plain(value(cell, variables));
    }
    return plain == null ? feel.evaluateSimpleExpression(cell, variables) : (T) plain;
  }

  @Override
  public boolean evaluateSimpleUnaryTests(String cell, String input, VariableContext variables) {
    var value = plain(value(input, variables));
    if (value instanceof String text && TEXTS.matcher(cell).matches()) {
      return contains(cell, text);
    }
    var literal = literal(cell);
    if (value != null && literal != null && value.getClass() == literal.getClass()) {
      return literal.equals(value);
    }
    return feel.evaluateSimpleUnaryTests(cell, input, variables);
  }

  private static boolean contains(String cell, String text) {
    var one = ONE_TEXT.matcher(cell);
    while (one.find()) {
      if (one.end() - one.start() == text.length() + 2 && cell.startsWith(text, one.start() + 1)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object literal(String cell) {
    if (ONE_TEXT.matcher(cell).matches()) {
      return cell.substring(1, cell.length() - 1);
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

  private static @Nullable Object value(String name, VariableContext variables) {
    var found = variables.resolve(name);
    return found == null ? null : found.getValue();
  }

  /** The value as the FEEL engine hands it on, or null when that is not plain. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return ((Number) value).longValue();
    }
    return value instanceof String || value instanceof Boolean ? value : null;
  }
}
