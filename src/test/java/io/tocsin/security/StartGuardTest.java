package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.TocsinApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class StartGuardTest {

  private static final String LONG_PASSWORD = "correct-horse-battery";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void theDefaultProfileStartsOnThisMachineOnly(String address) {
    assertThatCode(() -> StartGuard.check(local().withProperty("server.address", address)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3", "example.org", ""})
  void theDefaultProfileIsRefusedOnOtherAddresses(String address) {
    assertThat(refused(local().withProperty("server.address", address)))
        .hasMessageContaining("127.0.0.1 only, not on " + address);
  }

  @Test
  void theDefaultProfileIsRefusedOnAllAddresses() {
    var refusal = refused(local());
    assertThat(refusal).hasMessageContaining("not on all addresses");
    assertThat(refusal.action).contains("SPRING_PROFILES_ACTIVE");
  }

  @Test
  void productionNeedsAnAdministrator() {
    assertThat(refused(production()).action)
        .contains("TOCSIN_SECURITY_ADMIN_USERNAME", "TOCSIN_SECURITY_ADMIN_PASSWORD");
    assertThat(refused(production().withProperty("tocsin.security.admin.username", "root")))
        .hasMessageContaining("No administrator");
    assertThat(
            refused(
                production()
                    .withProperty("tocsin.security.admin.username", " ")
                    .withProperty("tocsin.security.admin.password", LONG_PASSWORD)))
        .hasMessageContaining("No administrator");
    assertThatCode(() -> StartGuard.check(withAdmin(LONG_PASSWORD))).doesNotThrowAnyException();
  }

  @Test
  void productionRefusesAShortPassword() {
    assertThat(refused(withAdmin("elevenchars")))
        .hasMessageContaining("shorter than 12")
        .hasMessageNotContaining("elevenchars");
  }

  @Test
  void productionRefusesPasswordsThatAreHashedFast() {
    var environment = withAdmin(LONG_PASSWORD).withProperty("tocsin.security.passwords.cost", "4");
    assertThat(refused(environment)).hasMessageContaining("tocsin.security.passwords.cost");
  }

  @Test
  void productionNeedsADatabaseOfItsOwn() {
    assertThat(refused(withAdmin(LONG_PASSWORD).withProperty("spring.datasource.url", "")).action)
        .contains("SPRING_DATASOURCE_URL");
  }

  @Test
  void productionNeedsAnAddressThatSignOnLeadsBackTo() {
    var environment =
        withAdmin(LONG_PASSWORD).withProperty("tocsin.security.oidc.client-id", "tocsin");
    assertThat(refused(environment))
        .hasMessageContaining("tocsin.base-url")
        .satisfies(
            refusal ->
                assertThat(((StartRefusedException) refusal).action).contains("TOCSIN_BASE_URL"));
    environment.setProperty("tocsin.base-url", "https://tocsin.example.org");
    assertThat(StartGuard.refusal(environment)).isNull();
  }

  @Test
  void aFileThatIsNamedMustBeThere(@TempDir Path folder) throws IOException {
    var file = folder.resolve("tocsin.yaml");
    var environment = withAdmin(LONG_PASSWORD).withProperty("TOCSIN_CONFIG", file.toString());

    assertThat(refused(environment)).hasMessageContaining("TOCSIN_CONFIG names " + file);
    Files.writeString(file, "");
    assertThat(StartGuard.refusal(environment)).isNull();
  }

  @Test
  void wrongSettingsAreToldTogetherBeforeTheDatabaseIsTouched(CapturedOutput output) {
    var application = new SpringApplication(TocsinApplication.class);
    application.setRegisterShutdownHook(false);
    assertThatCode(
            () ->
                application.run(
                    "--spring.profiles.active=production",
                    "--tocsin.security.admin.username=root",
                    "--tocsin.security.admin.password=s3cr3t-and-l0ng",
                    "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                    "--spring.mail.port=smtp",
                    "--tocsin.people.business-hours.zone=Europe/Nowhere"))
        .isInstanceOf(StartRefusedException.class);
    assertThat(output)
        .contains("tocsin.people.business-hours.zone: has a value that cannot be read")
        .contains("spring.mail.port: has a value that cannot be read; write a whole number")
        .doesNotContain("127.0.0.1:1/none cannot be reached");
  }

  @Test
  void productionRefusesSamplePeople() {
    var environment =
        withAdmin(LONG_PASSWORD).withProperty("tocsin.people.sample-password", "tocsin");
    assertThat(refused(environment)).hasMessageContaining("tocsin.people.sample-password");
  }

  @Test
  void aRefusedStartSaysWhatToDoAndTellsNoSecret(CapturedOutput output) {
    var application = new SpringApplication(TocsinApplication.class);
    application.setRegisterShutdownHook(false);
    assertThatCode(
            () ->
                application.run(
                    "--spring.profiles.active=production",
                    "--tocsin.security.admin.username=root",
                    "--tocsin.security.admin.password=s3cr3t",
                    "--tocsin.alerts.sources.generic.token=t0k3n-of-a-source"))
        .isInstanceOf(StartRefusedException.class);
    assertThat(output)
        .contains("The administrator's password is shorter than 12 characters")
        .contains("Set a longer TOCSIN_SECURITY_ADMIN_PASSWORD")
        .doesNotContain("s3cr3t")
        .doesNotContain("t0k3n-of-a-source")
        .doesNotContain("at io.tocsin");
  }

  @Test
  void aStartThatFailsLaterTellsNoSecretEither(CapturedOutput output) {
    var application = new SpringApplication(TocsinApplication.class);
    application.setRegisterShutdownHook(false);
    assertThatCode(
            () ->
                application.run(
                    "--spring.profiles.active=production",
                    "--tocsin.security.admin.username=root",
                    "--tocsin.security.admin.password=s3cr3t-and-l0ng",
                    "--tocsin.alerts.sources.generic.token=t0k3n-of-a-source",
                    "--spring.mail.password=ma1l-s3cr3t",
                    "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                    "--spring.datasource.username=tocsin",
                    "--spring.datasource.password=db-s3cr3t",
                    "--spring.datasource.hikari.connection-timeout=500",
                    "--spring.datasource.hikari.initialization-fail-timeout=1"))
        .isInstanceOf(RuntimeException.class);
    assertThat(output)
        .contains("The database jdbc:postgresql://127.0.0.1:1/none cannot be reached")
        .doesNotContain("s3cr3t-and-l0ng")
        .doesNotContain("t0k3n-of-a-source")
        .doesNotContain("ma1l-s3cr3t")
        .doesNotContain("db-s3cr3t");
  }

  private static MockEnvironment local() {
    return new MockEnvironment();
  }

  private static MockEnvironment production() {
    var environment =
        new MockEnvironment().withProperty("spring.datasource.url", "jdbc:postgresql://db/tocsin");
    environment.setActiveProfiles("production");
    return environment;
  }

  private static MockEnvironment withAdmin(String password) {
    return production()
        .withProperty("tocsin.security.admin.username", "root")
        .withProperty("tocsin.security.admin.password", password);
  }

  private static StartRefusedException refused(MockEnvironment environment) {
    return catchThrowableOfType(StartRefusedException.class, () -> StartGuard.check(environment));
  }
}
