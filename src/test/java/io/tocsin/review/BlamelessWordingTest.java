package io.tocsin.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Hints on words that may sound like blame, with the file that Tocsin comes with. */
@TocsinTest
class BlamelessWordingTest {

  @Autowired BlamelessWording wording;

  @ParameterizedTest
  @CsvSource({
    "should have, 'Tom should  HAVE looked', true",
    "should have, 'It should havens', false",
    "careless*, 'Done carelessly.', true",
    "careless*, careless, true",
    "forgot*, 'He has forgotten it', true",
    "at fault, 'a default', false",
    "blamed, 'a blameless review', false",
    "is (not) 1+1, 'It is (not) 1+1.', true",
    "Żal*, 'Było żale', true"
  })
  void aPhraseIsFoundAsWholeWords(String phrase, String text, boolean found) {
    var pattern =
        Pattern.compile(
            BlamelessWording.pattern(phrase), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    assertThat(pattern.matcher(text).find()).isEqualTo(found);
  }

  @Test
  void eachFieldIsLookedAtAndAWordIsNamedOnce() {
    assertThat(wording.hints(text("Tom forgot it. He FORGOT it again", "Human error")))
        .extracting(WordingHint::field, WordingHint::found)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("summary", "forgot"),
            org.assertj.core.groups.Tuple.tuple("lessons", "Human error"));
    assertThat(wording.hints(text("A change broke it", null))).isEmpty();
  }

  @Test
  void aRuleMayHoldForOneField() {
    assertThat(wording.hints(text("We apologise", null))).isEmpty();
    assertThat(wording.hints(text("It broke", "We apologize")))
        .extracting(WordingHint::field)
        .containsExactly("lessons");
    assertThat(wording.rules())
        .extracting(rule -> rule.get("phrase"))
        .contains("human error")
        .doesNotContain("apologi*");
  }

  private static ReviewText text(String summary, @Nullable String lessons) {
    return new ReviewText(summary, null, null, List.of(), null, null, null, lessons, null);
  }
}
