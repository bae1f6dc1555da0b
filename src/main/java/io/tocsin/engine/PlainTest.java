package io.tocsin.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An input cell of a decision table that was read once: plain values, comparisons and ranges of
 * whole numbers, lists of these, {@code not(...)} of such a list, and {@code matches(?, "...")}.
 *
 * <p>Follows FEEL, whose logic has three values: what cannot be compared is neither true nor false,
 * and neither is its opposite.
 */
@FunctionalInterface
interface PlainTest {

  /**
   * Returns true or false, or null for neither.
   *
   * @param value null, a text, true or false, or a {@link BigDecimal}
   */
  @Nullable Boolean of(@Nullable Object value);

  /** No escapes: what they mean is for the FEEL engine to say. */
  String TEXT = "\"([^\"\\\\\\p{Cntrl}]*)\"";

  String WHOLE = "(-?(?:0|[1-9]\\d{0,14}))";

  /** Reads a cell, or returns empty for one that only the FEEL engine understands. */
  static Optional<PlainTest> read(String cell) {
    return new Reader(cell).read();
  }

  /** Reads from the left to the right; what it does not know ends it. */
  final class Reader {

    private static final Pattern NOT = Pattern.compile("not\\((.*)\\)");
    private static final Pattern MATCHES =
        Pattern.compile("matches\\(\\?, \"((?:[^\"\\\\\\p{Cntrl}]|\\\\\\\\)*)\"\\)");
    private static final Pattern FALSE = Pattern.compile("false\\s*,\\s*null");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private static final PlainTest NULL = value -> value == null;

    private record Shape(Pattern pattern, Function<Matcher, PlainTest> test) {

      Shape(String pattern, Function<Matcher, PlainTest> test) {
        this(Pattern.compile(pattern), test);
      }
    }

    private static final List<Shape> SHAPES =
        List.of(
            new Shape(TEXT, found -> equal(found.group(1))),
            new Shape("null\\b", found -> NULL),
            new Shape(WHOLE + "(?![\\w.])", found -> equal(number(found.group(1)))),
            new Shape(
                "(<=|>=|<|>)\\s*" + WHOLE + "(?![\\w.])",
                found -> compared(found.group(1), number(found.group(2)))),
            new Shape(
                "([\\[(])" + WHOLE + "\\.\\." + WHOLE + "([\\])])",
                found ->
                    both(
                        compared(found.group(1).equals("[") ? ">=" : ">", number(found.group(2))),
                        compared(
                            found.group(4).equals("]") ? "<=" : "<", number(found.group(3))))));

    private final String cell;

    private Reader(String cell) {
      this.cell = cell;
    }

    Optional<PlainTest> read() {
      // Among others they mean something else to the FEEL engine: that all is taken, or nothing.
      if (cell.equals("true")) {
        return Optional.of(equal(true));
      }
      if (FALSE.matcher(cell).matches()) {
        return Optional.of(value -> any(List.of(equal(false), NULL), value));
      }
      if (cell.equals("false")) {
        return Optional.of(equal(false));
      }
      var matches = MATCHES.matcher(cell);
      if (matches.matches()) {
        return matching(matches.group(1).replace("\\\\", "\\"));
      }
      var not = NOT.matcher(cell);
      return not.matches()
          ? any(not.group(1)).map(test -> value -> opposite(test.of(value)))
          : any(cell);
    }

    private static Optional<PlainTest> any(String list) {
      var tests = new ArrayList<PlainTest>();
      int at = 0;
      while (true) {
        var place = at;
        var found =
            SHAPES.stream()
                .map(shape -> found(shape, list, place, tests))
                .filter(end -> end > place)
                .findFirst();
        if (found.isEmpty()) {
          return Optional.empty();
        }
        at = found.get();
        if (at == list.length()) {
          return Optional.of(value -> any(tests, value));
        }
        var comma = COMMA.matcher(list).region(at, list.length());
        if (!comma.lookingAt()) {
          return Optional.empty();
        }
        at = comma.end();
      }
    }

    /** Returns where it ends, or -1. */
    private static int found(Shape shape, String list, int at, List<PlainTest> tests) {
      // What follows decides where a word ends.
      var found =
          shape.pattern().matcher(list).region(at, list.length()).useTransparentBounds(true);
      if (!found.lookingAt()) {
        return -1;
      }
      tests.add(shape.test().apply(found));
      return found.end();
    }

    private static @Nullable Boolean any(List<PlainTest> tests, @Nullable Object value) {
      Boolean all = false;
      for (var test : tests) {
        var one = test.of(value);
        if (Boolean.TRUE.equals(one)) {
          return true;
        }
        all = one == null ? null : all;
      }
      return all;
    }

    private static @Nullable Boolean opposite(@Nullable Boolean one) {
      return one == null ? null : !one;
    }

    private static PlainTest both(PlainTest one, PlainTest other) {
      return value -> {
        var first = one.of(value);
        return Boolean.TRUE.equals(first) ? other.of(value) : first;
      };
    }

    private static PlainTest equal(Object wanted) {
      return value -> {
        if (value == null) {
          return false;
        }
        if (value instanceof BigDecimal number && wanted instanceof BigDecimal other) {
          return number.compareTo(other) == 0;
        }
        return value.getClass() == wanted.getClass() ? value.equals(wanted) : null;
      };
    }

    private static PlainTest compared(String sign, BigDecimal bound) {
      return value -> {
        if (!(value instanceof BigDecimal number)) {
          return null;
        }
        int order = number.compareTo(bound);
        return switch (sign) {
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
      };
    }

    private static Optional<PlainTest> matching(String expression) {
      try {
        var pattern = Pattern.compile(expression);
        return Optional.of(
            value -> value instanceof String text ? pattern.matcher(text).find() : null);
      } catch (PatternSyntaxException e) {
        return Optional.empty();
      }
    }

    private static BigDecimal number(String text) {
      return new BigDecimal(text);
    }
  }
}
