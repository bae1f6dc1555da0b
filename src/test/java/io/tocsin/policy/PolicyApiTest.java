package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.test.context.support.WithAnonymousUser;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What other programs read of a policy. */
@TocsinTest
@WithMockUser
class PolicyApiTest {

  @Autowired MockMvcTester http;

  @Test
  void listsThePolicies() {
    assertThat(get(""))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$[0].id", id -> id.assertThat().isEqualTo("betabaddies"))
        .hasPathSatisfying("$[0].title", title -> title.assertThat().isEqualTo("BetaBaddies"))
        .hasPathSatisfying("$[0].labels.1", label -> label.assertThat().isEqualTo("P0"))
        .hasPathSatisfying("$[0].paths.4", path -> path.assertThat().isEqualTo("low"))
        .hasPathSatisfying("$[0].version", version -> version.assertThat().isNotNull())
        .doesNotHavePath("$[0].problem");
  }

  @Test
  void showsAPolicyWhole() {
    assertThat(get("/smartbeak"))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.settings.zone", zone -> zone.assertThat().isEqualTo("UTC"))
        .hasPathSatisfying("$.targets.1.updateEvery", v -> v.assertThat().isEqualTo("PT15M"))
        .hasPathSatisfying("$.roles[0].backup", v -> v.assertThat().isNotNull())
        .hasPathSatisfying("$.ladders.1[0].step", v -> v.assertThat().isNotNull())
        .hasPathSatisfying("$.securityLadders.4", v -> v.assertThat().asList().isNotEmpty())
        .hasPathSatisfying("$.audiences[0].event", v -> v.assertThat().isNotNull())
        .hasPathSatisfying("$.checklists.closure", v -> v.assertThat().asList().isNotEmpty())
        .hasPathSatisfying("$.obligations.1[0].within", v -> v.assertThat().isNotNull())
        .hasPathSatisfying("$.routine[0].every", v -> v.assertThat().isNotNull())
        .hasPathSatisfying("$.kpis.1[0].direction", v -> v.assertThat().isNotNull())
        .hasPathSatisfying("$.questions.scope[0]", v -> v.assertThat().isEqualTo("complete"))
        .hasPathSatisfying("$.warnings", v -> v.assertThat().asList().isEmpty());
  }

  @Test
  void givesTheTargetsOfALevelFlat() {
    assertThat(get("/smartbeak/targets/3"))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.respondWithin", v -> v.assertThat().isEqualTo("PT1H"))
        // "same as updateEvery" is resolved
        .hasPathSatisfying("$.statusPageEvery", v -> v.assertThat().isEqualTo("PT4H"))
        .doesNotHavePath("$.resolveWithin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "SEV-2", "sev-2"})
  void understandsALevelByItsLabelToo(String level) {
    assertThat(get("/smartbeak/targets/" + level))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.updateEvery", v -> v.assertThat().isEqualTo("PT30M"));
    assertThat(http.get().uri("/api/v1/policies/{id}/targets/{level}", "parsify", "Severity 2"))
        .hasStatusOk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "smartbeak", "storefront", "subjunctive", "parsify"})
  void givesEveryTargetOfTheProcedures(String policy) throws Exception {
    var table = PolicyTables.of("targets-of-policies").lines(policy).toList();
    assertThat(table).hasSizeGreaterThan(20);
    for (var level : Policies.LEVELS) {
      var body = get("/" + policy + "/targets/" + level).getResponse().getContentAsString();
      var targets = new ObjectMapper().readTree(body);
      for (var row : table) {
        assertThat(value(targets.path(row.get(0)).asText("")))
            .as("%s, %s, level %d", policy, row.get(0), level)
            .isEqualTo(value(row.get(level)));
      }
    }
  }

  /** Durations are compared by value. */
  private static Object value(String text) {
    return text.startsWith("P") ? Duration.parse(text) : text;
  }

  @Test
  void namesWhatThereIsInsteadOfWhatIsNot() {
    assertThat(get("/nobody")).hasStatus(404).bodyText().contains("there are betabaddies, parsify");
    assertThat(get("/nobody/targets/1")).hasStatus(404);
    assertThat(post("/nobody", "{}")).hasStatus(404);
    assertThat(get("/mitigation-options")).hasStatus(404);
    assertThat(get("/parsify/targets/5"))
        .hasStatus(404)
        .bodyText()
        .contains("no level '5'; there are 1 (Severity 1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parsify   | {}                                          | 4 | Severity 4 | nothing-worse
          parsify   | {"scope": null}                             | 4 | Severity 4 | nothing-worse
          parsify   | {"usersAffectedPercent": 51}                | 1 | Severity 1 | users-over-half
          parsify   | {"usersAffectedPercent": 30, "crashing": false} | 2 | Severity 2 | users-quarter-to-half
          parsify   | {"data": "lostOrCorrupt", "scope": "minor"} | 1 | Severity 1 | data-loss
          smartbeak | {"alertSeverity": "SEV-3"}                  | 3 | SEV-3      | alert-medium
          smartbeak | {"alertSeverity": "Critical"}               | 1 | SEV-1      | alert-critical
          """)
  void classifies(String policy, String answers, int level, String label, String rule) {
    assertThat(post("/" + policy, answers))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            "{\"level\": %d, \"label\": \"%s\", \"rule\": \"%s\"}".formatted(level, label, rule));
  }

  @Test
  void classifiesWithoutAnyWord() {
    assertThat(http.post().uri("/api/v1/policies/parsify/classify").with(csrf()))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.level", v -> v.assertThat().isEqualTo(4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"size": "big"}                 | size                 | there are scope, usersAffectedPercent
          {"scope": "gigantic"}           | scope                | there are complete, major, partial
          {"scope": true}                 | scope                | there are complete
          {"paymentsDown": "yes"}         | paymentsDown         | neither true nor false
          {"usersAffectedPercent": "51"}  | usersAffectedPercent | no number from 0 to 100
          {"usersAffectedPercent": 101}   | usersAffectedPercent | no number
          {"responseSeconds": -1}         | responseSeconds      | no number
          {"responseSeconds": 1e999}      | responseSeconds      | no number
          {"alertSeverity": "gibberish"}  | alertSeverity        | there are critical
          """)
  void refusesAnswersItDoesNotUnderstand(String answers, String field, String says) {
    assertThat(post("/parsify", answers))
        .hasStatus(400)
        .bodyJson()
        .hasPathSatisfying("$.field", v -> v.assertThat().isEqualTo(field))
        .hasPathSatisfying("$.detail", v -> v.assertThat().asString().contains(says));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"scope\"", "{", "{\"scope\": \"a\\u0000b\"}"})
  void refusesBodiesThatAreNoAnswers(String body) {
    assertThat(post("/parsify", body)).hasStatus(400);
  }

  @Test
  @WithAnonymousUser
  void isNotForStrangers() {
    assertThat(get("")).hasStatus(401);
    assertThat(get("/parsify/targets/1")).hasStatus(401);
  }

  @Test
  void isDocumented() {
    assertThat(http.get().uri("/v3/api-docs"))
        .hasStatusOk()
        .bodyText()
        .contains("/api/v1/policies/{id}/classify", "usersAffectedPercent");
  }

  private MvcTestResult get(String path) {
    return http.get().uri("/api/v1/policies" + path).exchange();
  }

  private MvcTestResult post(String policy, String answers) {
    return http.post()
        .uri("/api/v1/policies" + policy + "/classify")
        .with(csrf())
        .contentType(MediaType.APPLICATION_JSON)
        .content(answers)
        .exchange();
  }
}
