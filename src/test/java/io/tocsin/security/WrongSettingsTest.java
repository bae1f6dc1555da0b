package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

class WrongSettingsTest {

  private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void aKeyThatNothingReadsIsNamedWithWhatWasMeant() throws IOException {
    assertThat(
            wrong(
                """
                tocsin:
                  peple.persons: [{id: ada, name: Ada, email: ada@example.org}]
                  drills.timeout: 5s
                  catalog.services:
                    - {id: shop, name: Shop, owner: "group:technical-lead", polcy: parsify}
                """))
        .hasSize(3)
        .anySatisfy(
            fault ->
                assertThat(fault).isEqualTo("tocsin.peple: is no setting; 'people' is the nearest"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("tocsin.drills.timeout: is no setting; its place is ")
                    .contains("tocsin.notification.mattermost.timeout"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        "tocsin.catalog.services[0].polcy: is no setting; 'policy' is the nearest"));
  }

  @Test
  void aVariableThatLooksLikeASettingIsDoubtedAndKeepsNothingFromStarting() {
    var environment = environment();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                    "TOCSIN_SLCAK_BOT_TOKEN", "x",
                    "TOCSIN_SLACK_SIGNINGSECRET", "x",
                    "TOCSIN_SLACK_TIMEOUT", "5s",
                    "TOCSIN_ALERTS_SOURCES_GENERIC_TOKN", "x",
                    "TOCSIN_NODES", "3",
                    "TOCSIN_CONFIG", "/etc/tocsin.yaml",
                    "TOCSIN_WEBHOOK_SECRET", "x",
                    "TOCSIN_URL", "http://localhost:8080")));
    var settings = WrongSettings.in(environment, types());
    assertThat(settings.faults()).isEmpty();
    assertThat(settings.doubts())
        .containsExactly(
            "TOCSIN_ALERTS_SOURCES_GENERIC_TOKN: nothing reads it;"
                + " 'TOCSIN_ALERTS_SOURCES_GENERIC_TOKEN' is the nearest",
            "TOCSIN_SLCAK_BOT_TOKEN: nothing reads it; 'TOCSIN_SLACK_BOT_TOKEN' is the nearest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "compose", "production"})
  void ourOwnFilesHoldNothingUnknown(String profile) {
    var environment = new StandardEnvironment();
    environment.setActiveProfiles(profile);
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    assertThat(WrongSettings.in(environment, types()).faults()).isEmpty();
  }

  static Stream<String> examples() throws IOException {
    try (var files = Files.list(Path.of("docs"))) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .flatMap(file -> EXAMPLE.matcher(read(file)).results())
          .map(example -> example.group(1))
          .filter(example -> example.startsWith("tocsin"))
          .toList()
          .stream();
    }
  }

  /** An example may leave out what belongs to it, such as the people of a rotation. */
  @ParameterizedTest
  @MethodSource("examples")
  void whatIsDocumentedIsKnown(String example) throws IOException {
    assertThat(wrong(example)).noneSatisfy(fault -> assertThat(fault).contains("is no setting"));
  }

  @Test
  void ofAListThatStandsInTwoPlacesTheOneThatIsReadIsLookedAt() throws IOException {
    var environment = environment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "first",
                Map.of(
                    "tocsin.people.persons[0].id", "ada",
                    "tocsin.people.persons[0].name", "Ada",
                    "tocsin.people.persons[0].email", "ada@example.org")));
    new YamlPropertySourceLoader()
        .load(
            "Config resource 'file [tocsin.yaml]'",
            new ByteArrayResource(
                "tocsin.people.persons: [{id: ben, nam: Ben}, {id: cy}]"
                    .getBytes(StandardCharsets.UTF_8)))
        .forEach(environment.getPropertySources()::addLast);

    assertThat(WrongSettings.in(environment, types()).faults()).isEmpty();
  }

  @Test
  void allFaultsOfABlockAreToldWithWhatIsTaken() throws IOException {
    assertThat(
            wrong(
                """
                tocsin:
                  outbound: {allowed: [10.0.0.0/99, example.org], max-body: much}
                  people:
                    business-hours: {zone: Europe/Nowhere, starts: 10:00}
                spring.mail.port: hunter2
                """))
        .hasSize(4)
        .anySatisfy(
            fault -> assertThat(fault).contains("tocsin.outbound.max-body", "a size such as 256KB"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains("tocsin.people.business-hours.zone", "Europe/Berlin", "- 4:28"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains(
                        "tocsin.people.business-hours.starts", "such as \"10:00\", in quotes"))
        .anySatisfy(fault -> assertThat(fault).contains("spring.mail.port", "a whole number"))
        .noneSatisfy(fault -> assertThat(fault).contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource({
    "'tocsin.outbound.allowed: [10.0.0.0/99]', tocsin.outbound.allowed: '10.0.0.0/99' is not a block",
    "'tocsin.people.persons: [{id: ada, name: Ada, email: ada}]', tocsin.people.persons[0].email: ",
    "'tocsin.people.persons: [{id: ada, name: Ada, email: a@b.de, phone: 1}]', tocsin.people.persons[0].phone: is not E.164",
    "'tocsin.people.persons: [{id: ada, name: Ada, email: a@b.de, slack-id: x}]', tocsin.people.persons[0].slack-id: is no member"
  })
  void aRuleThatIsBrokenNamesItsKey(String settings, String fault) throws IOException {
    assertThat(wrong(settings)).singleElement().asString().startsWith(fault);
  }

  private static List<String> wrong(String yaml) throws IOException {
    var environment = environment();
    new YamlPropertySourceLoader()
        .load(
            "Config resource 'file [tocsin.yaml]'",
            new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
        .forEach(environment.getPropertySources()::addLast);
    return WrongSettings.in(environment, types()).faults();
  }

  /** What application.yaml has and nothing works without. */
  private static StandardEnvironment environment() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("usual", Map.of("tocsin.default-policy", "parsify")));
    return environment;
  }

  private static List<Class<?>> types() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("io.tocsin").stream()
        .<Class<?>>map(
            candidate -> {
              try {
                return Class.forName(candidate.getBeanClassName());
              } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
