package io.tocsin.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.HttpCall;
import io.tocsin.catalog.ExternalWork;
import io.tocsin.catalog.KubernetesCall;
import io.tocsin.catalog.SqlStatement;
import io.tocsin.incident.IncidentView;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

class DrillWallTest {

  private final IncidentView drill = incident(true, "DRILL-2026-02-10-001");
  private final IncidentView real = incident(false, "INC-2026-02-10-001");
  private final DrillWall wall = Walls.wall();

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000/simulated/shop-api/rollback, true",
    "http://localhost:9000/simulated/shop-api/restart, true",
    "http://127.0.0.1:9001/simulated/shop-api/rollback, false",
    "http://127.0.0.1/simulated/shop-api/rollback, false",
    "https://127.0.0.1:9000/simulated/shop-api/rollback, false",
    "http://example.org:9000/simulated/shop-api/rollback, false",
    "http://127.0.0.1.example.org:9000/simulated/x, false",
    "http://127.0.0.1:9000@example.org/simulated/x, false",
    "http://127.0.0.1:9000/api/v1/incidents, false",
    "http://127.0.0.1:9000/simulated/../api/v1/incidents, false",
    "http://127.0.0.1:9000/simulated/%2e%2e/api/v1/incidents, false",
    "http://127.0.0.1:9000/simulated/..;/api/v1/incidents, false"
  })
  void letsOnlyTheSimulatedServicesOfThisApplicationThrough(String url, boolean permitted) {
    assertThat(wall.permits(drill, call(url))).isEqualTo(permitted);
  }

  static Stream<Action> executors() {
    return Stream.of(
        action(List.of("true"), null, null, null, null),
        action(
            List.of(),
            null,
            new KubernetesCall(
                URI.create("http://127.0.0.1:9000/simulated/"),
                "default",
                "shop",
                KubernetesCall.Operation.RESTART,
                null,
                null,
                null,
                null),
            null,
            null),
        action(
            List.of(),
            null,
            null,
            new SqlStatement("jdbc:postgresql://127.0.0.1:9000/simulated/", null, null, "select 1"),
            null),
        action(List.of(), null, null, null, new ExternalWork("work", Duration.ofMinutes(1))),
        call("https://example.org/"));
  }

  @ParameterizedTest
  @MethodSource("executors")
  void refusesEveryExecutorInADrillAndNoneOutside(Action action) {
    assertThat(wall.permits(drill, action)).isFalse();
    assertThat(wall.permits(real, action)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Exit.class)
  void opensNoWayOutInADrillAndEachOutside(Exit exit) {
    assertThat(wall.permits(drill, exit)).isFalse();
    assertThat(wall.permits(real, exit)).isTrue();
  }

  @Test
  void holdsWhenEitherMarkIsLost() {
    assertThat(wall.permits(incident(false, "DRILL-2026-02-10-002"), Exit.CUSTOMERS)).isFalse();
    assertThat(wall.permits(incident(true, "INC-2026-02-10-002"), Exit.CUSTOMERS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email",
        "sms",
        "phone",
        "slack",
        "slack-webhook",
        "teams",
        "mattermost",
        "pagerduty",
        "webhook",
        "in-app",
        "one-that-comes-later"
      })
  void keepsTheMessagesOfEveryChannelThatHasNoPlace(String channel) {
    assertThat(wall.address(drill, channel, "commander", "anywhere")).isEmpty();
    assertThat(wall.address(real, channel, "commander", "anywhere")).hasValue("anywhere");
    assertThat(wall.address(real, channel, "commander", null)).isEmpty();
  }

  @Test
  void sendsWhateverItIsToThePlaceOfTheDrills() {
    var open = Walls.wall(Map.of("email", "drills@example.org"));

    assertThat(open.address(drill, "email", "exec", "exec@example.org"))
        .hasValue("drills@example.org");
    assertThat(open.address(drill, "email", "exec", null)).hasValue("drills@example.org");
    assertThat(open.address(real, "email", "exec", "exec@example.org"))
        .hasValue("exec@example.org");
    assertThat(open.address(drill, "sms", "exec", "+15550100008")).isEmpty();
  }

  @Test
  void leavesADrillItsOwnChannel() {
    assertThat(wall.address(drill, "slack", "incident-channel", "C1")).hasValue("C1");
    assertThat(wall.address(drill, "slack", "incident-channel", null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pagerduty, default, drills call nobody",
    "sms, +15550100001, drills call nobody",
    "webhook, default, drills call nobody",
    "email, ' ', names no place",
    "email, 'a@example.org,b@example.org', is no mail address",
    "slack, U12345678, is a person"
  })
  void refusesPlacesThatAreNone(String channel, String address, String why) {
    assertThatThrownBy(() -> new DrillChannels(Map.of(channel, address)))
        .hasMessageContaining("tocsin.drills.channels." + channel)
        .hasMessageContaining(why);
  }

  private static Action call(String url) {
    return action(
        List.of(), new HttpCall("POST", URI.create(url), Map.of(), null), null, null, null);
  }

  private static Action action(
      List<String> command,
      @Nullable HttpCall http,
      @Nullable KubernetesCall kubernetes,
      @Nullable SqlStatement sql,
      @Nullable ExternalWork external) {
    return new Action(
        "Act",
        true,
        Duration.ofSeconds(5),
        command,
        Map.of(),
        http,
        kubernetes,
        sql,
        external,
        Map.of());
  }

  private static IncidentView incident(boolean drill, String number) {
    var incident = Mockito.mock(IncidentView.class);
    Mockito.when(incident.drill()).thenReturn(drill);
    Mockito.when(incident.number()).thenReturn(number);
    return incident;
  }
}
