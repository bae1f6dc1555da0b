package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.FormQuestions.Unanswered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the forms say must be filled in is held against what was sent. */
class FormFieldsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Feel FEEL = new Feel();

  static Stream<Path> everyForm() throws IOException {
    try (var files = Files.list(Path.of("forms"))) {
      return files.filter(file -> file.toString().endsWith(".form")).sorted().toList().stream();
    }
  }

  /** Whatever is asked for next is answered, until nothing is missing. */
  @ParameterizedTest
  @MethodSource("everyForm")
  void anEmptyFormIsTakenOnlyWhenAllThatItAsksForIsThere(Path file) throws IOException {
    var form = form(file);
    var answers = new HashMap<String, Object>();
    for (var missing = missing(form, Map.of(), answers); missing != null; ) {
      assertThat(answers).as("%s is asked for once", missing).doesNotContainKey(missing.key());
      assertThat(missing.label()).isNotBlank();
      answers.put(missing.key(), true);
      missing = missing(form, Map.of(), answers);
    }
    var unconditional =
        JSON.readTree(file.toFile()).findParents("validate").stream()
            .filter(field -> field.path("validate").path("required").asBoolean())
            .filter(field -> field.path("conditional").isMissingNode())
            .filter(field -> form.keys().contains(field.path("key").asText()))
            .filter(field -> field.path("defaultValue").isMissingNode())
            .map(field -> field.path("key").asText())
            .toList();
    assertThat(answers.keySet()).containsAll(unconditional);
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void everyConditionOfAFormCanBeRead(Path file) throws IOException {
    for (var condition : form(file).conditions()) {
      assertThatCode(() -> FEEL.holds(condition, Map.of())).doesNotThrowAnyException();
    }
  }

  @Test
  void asksForTheReasonOfWhatIsToBeSentBackOnly() throws IOException {
    var form = form(Path.of("forms", "release-words.form"));
    Map<String, @Nullable Object> known = Map.of("publicTitle", "Trouble", "publicText", "We look");
    assertThat(missing(form, known, Map.of())).extracting("key").isEqualTo("releaseChoice");
    assertThat(missing(form, known, Map.of("releaseChoice", "release"))).isNull();
    assertThat(missing(form, known, Map.of("releaseChoice", "sendBack")))
        .extracting("key")
        .isEqualTo("sendBackReason");
    assertThat(missing(form, known, Map.of("releaseChoice", "release", "publicText", " ")))
        .extracting("key")
        .isEqualTo("publicText");
  }

  @Test
  void whatIsFilledInAlreadyNeedNotBeSent() throws IOException {
    var form = form(Path.of("forms", "review.form"));
    var known = new TreeMap<String, @Nullable Object>();
    known.put("summary", null);
    known.put("rootCause", "A column was missing");
    known.put("impact", "Nobody could buy");
    known.put("resolution", "Rolled back");
    assertThat(missing(form, known, Map.of())).isEqualTo(new Unanswered("summary", "Summary"));
    assertThat(missing(form, known, Map.of("summary", "It broke"))).isNull();
  }

  @Test
  void aBoxThatHasToBeTickedIsNotAnsweredByNo() throws IOException {
    var form = form(Path.of("forms", "stabilisation-sign-off.form"));
    assertThat(missing(form, Map.of(), Map.of("signOff", false)))
        .extracting("key")
        .isEqualTo("signOff");
    assertThat(missing(form, Map.of(), Map.of("signOff", true))).isNull();
  }

  @Test
  void aQuestionOfYesOrNoMayBeAnsweredByABoolean() throws IOException {
    var form = form(Path.of("forms", "approve-action.form"));
    assertThat(missing(form, Map.of(), Map.of("approve", true))).isNull();
    assertThat(missing(form, Map.of(), Map.of("approve", false)))
        .extracting("key")
        .isEqualTo("approvalReason");
  }

  private static FormFields form(Path file) throws IOException {
    return FormFields.of(JSON.readTree(file.toFile()));
  }

  private static @Nullable Unanswered missing(
      FormFields form, Map<String, @Nullable Object> known, Map<String, Object> answers) {
    var sent = JSON.createObjectNode();
    answers.forEach(
        (key, value) -> sent.putObject(key).<JsonNode>set("value", JSON.valueToTree(value)));
    return form.unanswered(known, sent, FEEL).orElse(null);
  }
}
