package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnsetVariablesTest {

  @Test
  void whatIsNamedAndNotSetIsTold() {
    assertThat(
            UnsetVariables.in(
                with(
                    Map.of(
                        "tocsin.tickets.webhook.secret", "${TICKETS_SECRET}",
                        "tocsin.outbound.headers.Authorization", "Bearer known ${DEPLOY_TOKEN}",
                        "spring.mail.password", "${MAIL_SECRET}"),
                    Map.of("MAIL_SECRET", "it is set"))))
        .containsExactly(
            "tocsin.outbound.headers.authorization: ${DEPLOY_TOKEN} is not set",
            "tocsin.tickets.webhook.secret: ${TICKETS_SECRET} is not set");
  }

  @Test
  void onlyTheValueThatCountsIsLookedAt() {
    assertThat(
            UnsetVariables.in(
                with(
                    Map.of("tocsin.base-url", "https://${NO_SUCH_NAME}"),
                    Map.of("TOCSIN_BASE_URL", "https://tocsin.example.org"))))
        .isEmpty();
  }

  @Test
  void defaultsOtherBracesAndWhatIsNotOursAreLeftAlone() {
    assertThat(
            UnsetVariables.in(
                with(
                    Map.of(
                        "tocsin.data-dir", "${NO_SUCH_NAME:./data}",
                        "tocsin.war-room-url", "https://meet.example.org/{number}",
                        "tocsin.catalog.note", "\\${LITERAL}",
                        "somebody.else", "${NO_SUCH_NAME}"),
                    Map.of())))
        .isEmpty();
  }

  @Test
  void aStartIsRefusedWithAllOfThem() {
    assertThatThrownBy(() -> StartGuard.requireVariables(Set.of("tocsin.a: ${B} is not set")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("tocsin.a: ${B} is not set");
    assertThatCode(() -> StartGuard.requireVariables(Set.of())).doesNotThrowAnyException();
  }

  private static StandardEnvironment with(Map<String, Object> file, Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    var sources = environment.getPropertySources();
    sources.forEach(source -> sources.remove(source.getName()));
    sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
    sources.addLast(new MapPropertySource("file", file));
    return environment;
  }
}
