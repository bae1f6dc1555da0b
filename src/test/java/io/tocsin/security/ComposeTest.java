package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.Yaml;

/** What docker-compose.yml hands on, the file of the organisation, and which of them counts. */
class ComposeTest {

  private static final Pattern OPTIONAL = Pattern.compile("\\$\\{(\\w+):-(.*)}");

  @TempDir Path folder;

  @Test
  void aVariableThatNobodyFilledInHidesNoSettingOfTheFile() throws Exception {
    var environment =
        start(
            Map.of(),
            """
            spring.mail: {host: smtp.example.org, port: 587, properties: {mail.smtp.auth: true}}
            tocsin:
              base-url: https://tocsin.example.org
              notification:
                from: Tocsin <tocsin@example.org>
                twilio: {account-sid: AC1, from: "+15550199999"}
              security:
                oidc.client-id: tocsin
                trusted-proxies: 10\\.0\\.0\\.1
            """);

    assertThat(environment.getProperty("spring.mail.host")).isEqualTo("smtp.example.org");
    assertThat(environment.getProperty("spring.mail.port")).isEqualTo("587");
    assertThat(environment.getProperty("spring.mail.properties.mail.smtp.auth")).isEqualTo("true");
    assertThat(environment.getProperty("tocsin.base-url")).isEqualTo("https://tocsin.example.org");
    assertThat(environment.getProperty("tocsin.notification.from")).contains("@example.org");
    assertThat(environment.getProperty("tocsin.notification.twilio.account-sid")).isEqualTo("AC1");
    assertThat(environment.getProperty("tocsin.security.oidc.client-id")).isEqualTo("tocsin");
    assertThat(environment.getProperty("tocsin.security.trusted-proxies"))
        .isEqualTo("10\\.0\\.0\\.1");
  }

  @Test
  void aVariableThatIsFilledInComesBeforeTheFile() throws Exception {
    var environment =
        start(Map.of("MAIL_HOST", "relay.example.org"), "spring.mail.host: smtp.example.org");

    assertThat(environment.getProperty("spring.mail.host")).isEqualTo("relay.example.org");
  }

  @Test
  void withoutEitherMailGoesToTheCatcher() throws Exception {
    var environment = start(Map.of(), "");

    assertThat(environment.getProperty("spring.mail.host")).isEqualTo("mail");
    assertThat(environment.getProperty("spring.mail.port")).isEqualTo("1025");
    assertThat(environment.getProperty("spring.mail.username")).isNull();
    assertThat(environment.getProperty("tocsin.war-room-url")).isNull();
    assertThat("172.18.0.3")
        .matches(environment.getProperty("tocsin.security.trusted-proxies", ""));
  }

  /** Else it comes before the file whatever that says. */
  @Test
  void nothingThatCanBeLeftOutHasAValueThen() throws Exception {
    assertThat(variables().values())
        .allSatisfy(
            value -> {
              var optional = OPTIONAL.matcher(value);
              if (optional.matches()) {
                assertThat(optional.group(2)).as(value).isEmpty();
              }
            });
  }

  @Test
  void noServiceFillsTheDiskWithItsLogAndANodeHasALimitOfMemory() throws IOException {
    Map<String, Map<String, Map<String, Object>>> compose =
        new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
    assertThat(compose.get("services").values())
        .allSatisfy(
            service ->
                assertThat(service.get("logging"))
                    .asInstanceOf(MAP)
                    .extractingByKey("options")
                    .asInstanceOf(MAP)
                    .containsKeys("max-size", "max-file"));
    assertThat(compose.get("services").get("tocsin").get("mem_limit"))
        .isEqualTo("${TOCSIN_MEMORY:-1500m}");
  }

  private StandardEnvironment start(Map<String, String> env, String file) throws Exception {
    var settings = Files.writeString(folder.resolve("tocsin.yaml"), file);
    var handedOn = new HashMap<String, Object>();
    variables()
        .forEach(
            (name, value) -> {
              var optional = OPTIONAL.matcher(value);
              handedOn.put(
                  name, optional.matches() ? env.getOrDefault(optional.group(1), "") : value);
            });
    handedOn.put("TOCSIN_CONFIG", settings.toString());
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, handedOn));
    new EmptyVariables().postProcessEnvironment(environment, new SpringApplication());
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return environment;
  }

  private static Map<String, String> variables() throws IOException {
    Map<String, Map<String, Map<String, Map<String, String>>>> compose =
        new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
    return compose.get("services").get("tocsin").get("environment");
  }
}
