package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Parameter;
import io.tocsin.catalog.Parameter.Type;
import io.tocsin.problem.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value never becomes anything but itself. */
class PlaceholdersTest {

  private static final Map<String, Parameter> PARAMETERS =
      Map.of(
          "name", new Parameter(null, Type.TEXT, null, 40L, List.of(), null, true),
          "count", new Parameter(null, Type.INTEGER, 1L, 9L, List.of(), "2", true),
          "region", new Parameter(null, Type.CHOICE, null, null, List.of("eu", "us"), null, false),
          "from", new Parameter(null, Type.ADDRESS, 16L, null, List.of(), null, false));

  private final Action action =
      new Action(
          "Do it",
          false,
          Duration.ofSeconds(5),
          List.of("/bin/echo", ":name", "-n", ":count", ":region", "x:name"),
          Map.of(),
          null,
          null,
          null,
          null,
          PARAMETERS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(id)",
        "a;b",
        "a|b",
        "`id`",
        "a\nb",
        "--force",
        "-rf",
        "' or 1=1",
        "a\"b",
        "${x}",
        "a&b",
        "../etc",
        "<b>"
      })
  void refusesTextsThatMeanSomethingSomewhere(String text) {
    assertThatThrownBy(() -> action.read(Map.of("name", text)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("parameters.name: takes at most 40 letters");
  }

  @ParameterizedTest
  @CsvSource({
    "count, 0",
    "count, 10",
    "count, 3x",
    "count, 3.5",
    "region, mars",
    "from, 10.0.0.0/8",
    "from, 1.2.3.400",
    "from, example.org",
    "from, 1.2.3.4/33",
    "from, ::g",
    "other, 1"
  })
  void refusesWhatIsOutOfRange(String name, String value) {
    assertThatThrownBy(() -> action.read(Map.of("name", "ok", name, value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("parameters." + name + ": ");
  }

  @Test
  void readsTypesAndDefaults() {
    assertThat(action.read(Map.of("name", "web 1", "from", "192.0.2.0/24")))
        .isEqualTo(Map.of("name", "web 1", "count", 2L, "from", "192.0.2.0/24"));
    assertThat(action.read(Map.of("name", "web", "from", "2001:db8::1")))
        .containsEntry("from", "2001:db8::1");
    assertThatThrownBy(() -> action.read(Map.of()))
        .hasMessageContaining("parameters.name: is needed");
  }

  @Test
  void fillsWholeArgumentsAndLeavesOutWhatHasNoValue() {
    assertThat(
            Placeholders.arguments(action.command(), work(Map.of("name", "a b; c", "count", 3L))))
        .containsExactly("/bin/echo", "a b; c", "-n", "3", "x:name");
  }

  @Test
  void fillsWholeJsonValuesWithTheirType() {
    assertThat(
            Placeholders.body(
                "{\"n\":\":count\",\"to\":[\":name\"],\"not\":\"x :name\",\"r\":\":region\"}",
                work(Map.of("name", "\",\"admin\":true", "count", 3L))))
        .isEqualTo("{\"n\":3,\"to\":[\"\\\",\\\"admin\\\":true\"],\"not\":\"x :name\",\"r\":null}");
  }

  @Test
  void encodesSegmentsAndValuesOfAnAddress() {
    var url = URI.create("http://example.org:81/flags/:name/off?n=:count&who=x:name");

    assertThat(Placeholders.url(url, work(Map.of("name", "a/../b?c=d e", "count", 3L))))
        .hasToString("http://example.org:81/flags/a%2F..%2Fb%3Fc%3Dd%20e/off?n=3&who=x:name");
    assertThatThrownBy(() -> Placeholders.url(url, work(Map.of("name", "..", "count", 3L))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Executor.Work work(Map<String, Object> values) {
    return new Executor.Work(action, "key", values);
  }
}
