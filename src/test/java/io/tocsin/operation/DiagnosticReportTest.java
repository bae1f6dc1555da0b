package io.tocsin.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.operation.Destinations.Destination;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

class DiagnosticReportTest {

  @Test
  void saysWhyTheDatabaseCannotBeReachedAndGoesOn() {
    var environment = new MockEnvironment();

    assertThat(
            new DiagnosticReport(
                    environment,
                    new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/x", "x", "x"))
                .text())
        .contains("cannot be reached", "Configuration", "None is set up")
        .doesNotContain("Jobs");
  }

  @Test
  void namesEverySettingThatIsWrongAndNoValueThatMayBeASecret() {
    var environment =
        new MockEnvironment()
            .withProperty("tocsin.notification.pagerduty.routing-key", "too-short")
            .withProperty("tocsin.notification.webhook.url", "https://hooks.example.org/in")
            .withProperty("tocsin.notification.webhook.secret", "short")
            .withProperty("tocsin.slack.timeout", "hunter2");

    assertThat(new Settings(environment).faults())
        .anySatisfy(problem -> assertThat(problem).contains("routing-key: must have 32"))
        .anySatisfy(problem -> assertThat(problem).contains("webhook.secret: must have at least"))
        .anySatisfy(problem -> assertThat(problem).contains("tocsin.slack.timeout"))
        .noneSatisfy(problem -> assertThat(problem).contains("hunter2"))
        .noneSatisfy(problem -> assertThat(problem).contains("too-short"));
    var usual =
        new MockEnvironment()
            .withProperty("server.address", "127.0.0.1")
            .withProperty("tocsin.default-policy", "parsify");
    assertThat(new Settings(usual).faults()).isEmpty();
    assertThat(new Settings(usual).problems()).isEmpty();
  }

  @Test
  void namesAVariableThatIsNotSetInPlaceOfWhatFollowsFromIt() {
    var environment =
        new MockEnvironment()
            .withProperty("tocsin.default-policy", "parsify")
            .withProperty("tocsin.security.admin.username", "root")
            .withProperty("tocsin.security.admin.password", "${ADMIN_PASSWORD}");
    environment.setActiveProfiles("production");

    assertThat(new Settings(environment).faults())
        .containsExactly("tocsin.security.admin.password: ${ADMIN_PASSWORD} is not set");
  }

  @Test
  void warnsOfWhatProductionLacks() {
    var environment = new MockEnvironment();
    environment.setActiveProfiles("production");

    assertThat(new Settings(environment).faults())
        .anySatisfy(problem -> assertThat(problem).startsWith("No administrator is configured"));
    assertThat(new Settings(environment).problems())
        .anySatisfy(problem -> assertThat(problem).startsWith("tocsin.base-url"))
        .anySatisfy(problem -> assertThat(problem).startsWith("spring.mail.host"))
        .anySatisfy(
            problem -> assertThat(problem).contains("nobody is in the group 'camunda-admin'"));
    environment
        .withProperty("tocsin.people.persons[0].groups", "responder")
        .withProperty("tocsin.people.persons[1].groups", "responder,camunda-admin")
        .withProperty("tocsin.people.persons[0].id", "ada")
        .withProperty("tocsin.people.persons[1].id", "ben")
        .withProperty("tocsin.people.persons[0].slack-id", "U012AB3CD")
        .withProperty("tocsin.slack.bot-token", "xoxb-1234");
    assertThat(new Settings(environment).problems())
        .contains("tocsin.people.persons: Slack is set up and has no address of ben")
        .noneSatisfy(problem -> assertThat(problem).contains("Twilio"))
        .noneSatisfy(problem -> assertThat(problem).contains("nobody is in the group"));
  }

  @Test
  void looksWhetherServersAnswerWithoutSaying() throws IOException {
    try (var server = new ServerSocket(0)) {
      var environment =
          new MockEnvironment()
              .withProperty("spring.mail.host", "127.0.0.1")
              .withProperty("spring.mail.port", String.valueOf(server.getLocalPort()))
              .withProperty(
                  "tocsin.notification.teams.webhooks.team-channel",
                  "http://127.0.0.1:1/secret-path");

      var destinations = Destinations.of(environment);

      assertThat(destinations)
          .extracting(Destination::title, Destination::place)
          .containsExactly(
              org.assertj.core.api.Assertions.tuple("E-mail", "127.0.0.1:" + server.getLocalPort()),
              org.assertj.core.api.Assertions.tuple("Teams", "127.0.0.1:1"));
      assertThat(destinations.get(0).look()).startsWith("answers after");
      assertThat(destinations.get(1).look()).startsWith("DOES NOT ANSWER").doesNotContain("secret");
    }
  }

  @Test
  void aSettingThatCannotBeReadIsNamedAndTheRestIsThere() {
    var environment =
        new MockEnvironment()
            .withProperty("spring.mail.host", "mail.example.org")
            .withProperty("spring.mail.port", "no-port")
            .withProperty("tocsin.slack.bot-token", "xoxb-1234${not.there}")
            .withProperty("tocsin.notification.webhook.url", "http://127.0.0.1:1/in");

    var destinations = Destinations.of(environment);
    assertThat(destinations)
        .extracting(Destination::title)
        .containsExactly("E-mail", "Slack", "Webhook");
    assertThat(destinations)
        .extracting(Destination::look)
        .startsWith("spring.mail.port cannot be read", "tocsin.slack.bot-token cannot be read");
    assertThat(
            new DiagnosticReport(
                    environment,
                    new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/x", "x", "x"))
                .text())
        .contains("Configuration", "spring.mail.port cannot be read", "Webhook")
        .doesNotContain("xoxb-1234", "no-port");
    assertThat(DiagnosticReport.Secrets.hide("with xoxb-1234${not.there}", environment))
        .isEqualTo("with (hidden)");
  }

  @Test
  void hidesSecretsWhereverTheyComeFrom() {
    var environment = new MockEnvironment().withProperty("tocsin.slack.bot-token", "xoxb-1234");

    assertThat(DiagnosticReport.Secrets.hide("failed with xoxb-1234", environment))
        .isEqualTo("failed with (hidden)");
  }

  @Test
  void saysWhetherANodeWouldStart() {
    var report =
        new DiagnosticReport(
            new MockEnvironment()
                .withProperty("server.address", "127.0.0.1")
                .withProperty("tocsin.default-policy", "parsify"),
            new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/x", "x", "x"));
    assertThat(report.hindered()).isFalse();
    report.text();
    assertThat(report.hindered()).isTrue();
  }

  @Test
  void theArgumentAsksForIt() {
    assertThat(DiagnoseCommand.asked("--server.port=1", "--tocsin.diagnose")).isTrue();
    assertThat(DiagnoseCommand.asked("--tocsin.diagnose=false")).isFalse();
  }
}
