package io.tocsin.console;

import static io.tocsin.console.Visitors.administrator;
import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.processOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.security.ServiceTokens;
import io.tocsin.support.TocsinTest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The pages of administrators. */
@TocsinTest
class AdminPagesTest {

  private static final Pattern SECRET = Pattern.compile("tocsin_[\\w-]{43}");

  @Autowired MockMvcTester mvc;
  @Autowired ServiceTokens tokens;

  @Test
  void areForAdministratorsOnly() {
    for (var path : new String[] {"/admin/tokens", "/admin/audit"}) {
      assertThat(mvc.get().uri(path).with(commander())).hasStatus(403);
      assertThat(mvc.get().uri(path).with(processOwner())).hasStatus(403);
      assertThat(mvc.get().uri(path).with(administrator())).hasStatusOk();
    }
    assertThat(mvc.get().uri("/incidents").with(commander()))
        .bodyText()
        .doesNotContain("Administration");
    assertThat(mvc.get().uri("/incidents").with(administrator()))
        .bodyText()
        .contains("Administration");
    assertThat(mvc.post().uri("/admin/tokens").param("name", "x").with(commander()).with(csrf()))
        .hasStatus(403);
  }

  @Test
  void aTokenIsMadeShownOnceAndRevoked() throws Exception {
    var name = "page-" + UUID.randomUUID();
    var made = make(name);
    assertThat(made)
        .hasStatusOk()
        .hasHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
    assertThat(made.getResponse().getContentAsString()).containsPattern(SECRET);
    assertThat(mvc.get().uri("/admin/tokens").with(administrator()))
        .bodyText()
        .contains(name)
        .doesNotContainPattern(SECRET);

    assertThat(make(name)).hasStatus(409).bodyText().contains("is in use");
    var id =
        tokens.list().stream()
            .filter(token -> token.name().equals(name))
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(mvc.post().uri("/admin/tokens/" + id + "/revoke").with(administrator()).with(csrf()))
        .hasRedirectedUrl("/admin/tokens");
    assertThat(mvc.get().uri("/admin/tokens").with(administrator())).bodyText().contains("revoked");
    assertThat(mvc.get().uri("/admin/audit?target=" + name).with(administrator()))
        .bodyText()
        .contains("token-made", "token-revoked", name)
        .doesNotContainPattern(SECRET);
  }

  @Test
  void aFormThatIsSentTwiceMakesOneTokenAndSaysWhatToDoWhenItsSecretWasNotSeen() {
    var name = "twice-" + UUID.randomUUID();
    var form = UUID.randomUUID().toString();
    assertThat(make(name, form)).hasStatusOk().bodyText().containsPattern(SECRET);
    assertThat(make(name, form))
        .hasRedirectedUrl("/admin/tokens")
        .flash()
        .hasEntrySatisfying(
            "done", said -> assertThat(said).asString().contains(name, "revoke the token"));
    assertThat(tokens.list()).filteredOn(token -> token.name().equals(name)).hasSize(1);
    assertThat(mvc.get().uri("/admin/tokens").with(administrator()))
        .bodyText()
        .contains("name=\"once\"");
  }

  @Test
  void whatIsMissingIsSaidBesideTheForm() {
    assertThat(
            mvc.post()
                .uri("/admin/tokens")
                .param("name", "some-program")
                .param("expires", "PT720H")
                .with(administrator())
                .with(csrf()))
        .hasStatus(400)
        .bodyText()
        .contains("Choose at least one", "some-program");
  }

  private MvcTestResult make(String name) {
    return make(name, UUID.randomUUID().toString());
  }

  private MvcTestResult make(String name, String form) {
    return mvc.post()
        .uri("/admin/tokens")
        .param("once", form)
        .param("name", name)
        .param("scopes", "incidents:read", "metrics:read")
        .param("expires", "PT2160H")
        .with(administrator())
        .with(csrf())
        .exchange();
  }
}
