package io.tocsin.review;

import static java.util.stream.Collectors.joining;

import io.tocsin.engine.Decisions;
import io.tocsin.review.Review.Agreed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds words that may sound like blame, by the decision {@code blameless-wording}. It advises; it
 * never keeps anybody from writing as they see fit.
 */
@Component
public class BlamelessWording {

  private static final String DECISION = "blameless-wording";
  private static final int MOST = 20;

  /** Those that are written in the review itself. */
  private static final List<ReviewField> FIELDS =
      Stream.of(ReviewField.values()).filter(field -> field != ReviewField.ACTION_ITEMS).toList();

  /** What a regular expression takes for more than a character, in Java and in a browser. */
  private static final Pattern SPECIAL = Pattern.compile("[\\\\^$.|?+()\\[\\]{}]");

  private final Decisions decisions;

  BlamelessWording(Decisions decisions) {
    this.decisions = decisions;
  }

  /** A rule. */
  private record Rule(String phrase, String pattern, String instead) {}

  /** Returns what may sound like blame, in the order of the form. */
  public List<WordingHint> hints(ReviewText text) {
    var review = new Review(1, "", Instant.EPOCH, null, text, List.<Agreed>of());
    var hints = new ArrayList<WordingHint>();
    for (var field : FIELDS) {
      var written = field.of(review);
      if (written != null) {
        rules(field).forEach(rule -> look(field, written, rule, hints));
      }
    }
    return hints.size() > MOST ? List.copyOf(hints.subList(0, MOST)) : hints;
  }

  /**
   * Returns the rules for a form that looks while somebody writes: phrase, pattern and instead of
   * each, those that hold in every field.
   */
  List<Map<String, String>> rules() {
    return rules((ReviewField) null).stream()
        .map(
            rule ->
                Map.of(
                    "phrase", rule.phrase(), "pattern", rule.pattern(), "instead", rule.instead()))
        .toList();
  }

  private List<Rule> rules(@Nullable ReviewField field) {
    var inputs = new HashMap<String, @Nullable Object>();
    inputs.put("field", field == null ? null : field.key());
    return decisions.look(DECISION, inputs).stream().flatMap(BlamelessWording::rule).toList();
  }

  private static Stream<Rule> rule(Map<String, @Nullable Object> row) {
    return row.get("phrase") instanceof String phrase
            && !phrase.isBlank()
            && row.get("instead") instanceof String instead
        ? Stream.of(new Rule(phrase.strip(), pattern(phrase), instead))
        : Stream.of();
  }

  private static void look(ReviewField field, String written, Rule rule, List<WordingHint> hints) {
    var matcher =
        Pattern.compile(rule.pattern(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
            .matcher(written);
    var found = new LinkedHashMap<String, String>();
    while (matcher.find()) {
      var words = matcher.group().replaceAll("\\s+", " ");
      found.putIfAbsent(words.toLowerCase(java.util.Locale.ROOT), words);
    }
    found
        .values()
        .forEach(
            words -> hints.add(new WordingHint(field.key(), field.title(), words, rule.instead())));
  }

  /** Whole words, whatever white space is between them; a star stands for any end of a word. */
  static String pattern(String phrase) {
    return Arrays.stream(phrase.strip().split("\\s+"))
        .map(word -> SPECIAL.matcher(word).replaceAll("\\\\$0").replace("*", "\\p{L}*"))
        .collect(joining("\\s+", "(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"));
  }
}
