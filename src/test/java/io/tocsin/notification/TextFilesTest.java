package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.DeployedTexts.Text;
import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.TextFiles.TextFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a message is written with. */
class TextFilesTest {

  static final Map<String, TextFile> SHIPPED = new TextFiles(Map::of).shipped();

  private static final Channel MAIL = SampleChannel.of(Markup.HTML);
  private static final Channel SLACK = SampleChannel.of(Markup.SLACK);

  private final Map<String, Text> deployed = new HashMap<>();
  private final TextFiles files = new TextFiles(() -> deployed);

  @ParameterizedTest
  @CsvSource({
    "declared.mustache, , declared, , ",
    "declared--executives.mustache, , declared, executives, ",
    "declared@slack.mustache, , declared, , slack",
    "path-team--all-hands@slack-webhook.mustache, , path-team, all-hands, slack-webhook",
    "my-shop.status-update-public--social-media@in-app.mustache, my-shop, status-update-public, social-media, in-app",
    "my-shop._facts@slack.mustache, my-shop, _facts, , slack"
  })
  void aNameReadsInOneWay(
      String file, String policy, String event, String audience, String channel) {
    var name = new TextName(policy, event, audience, channel);
    assertThat(TextName.read(file)).contains(name);
    assertThat(name.file()).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Declared.mustache",
        "declared.txt",
        "declared---team.mustache",
        "declared-.mustache",
        "declared--a--b.mustache",
        "declared@slack--team.mustache",
        "a.b.declared.mustache",
        "../declared.mustache",
        "_facts--team.mustache",
        "declared--.mustache",
        ".mustache"
      })
  void anyOtherNameIsNone(String file) {
    assertThat(TextName.read(file)).isEmpty();
  }

  @Test
  void theMostSpecificFileCounts() {
    var order = new LinkedHashMap<String, Channel>();
    order.put("declared.mustache", MAIL);
    order.put("declared@slack.mustache", SLACK);
    order.put("declared--board.mustache", SLACK);
    order.put("declared--board@slack.mustache", SLACK);
    order.put("shop.declared.mustache", SLACK);
    order.put("shop.declared@slack.mustache", SLACK);
    order.put("shop.declared--board.mustache", SLACK);
    order.put("shop.declared--board@slack.mustache", SLACK);
    order.forEach(
        (file, channel) -> {
          deploy(file, "Subject\nBody\n");
          assertThat(chosen("shop", "declared", "board", channel)).isEqualTo(file);
        });
    assertThat(chosen("bank", "declared", "board", SLACK))
        .isEqualTo("declared--board@slack.mustache");
    assertThat(chosen(null, "declared", "board", MAIL)).isEqualTo("declared--board.mustache");
    assertThat(chosen("shop", "declared", "cooks", MAIL)).isEqualTo("shop.declared.mustache");
  }

  @Test
  void bothChannelsOfSlackTakeTheSameFile() {
    var webhook = new SampleChannel("slack-webhook", Markup.SLACK);
    assertThat(chosen("shop", "declared", "team", webhook)).isEqualTo("declared@slack.mustache");
  }

  @Test
  void anEventWithoutAFileTakesTheGeneralOne() {
    assertThat(chosen("shop", "cake-is-ready", "team", MAIL)).isEqualTo("other.mustache");
    deploy("shop.other.mustache", "Subject\nBody\n");
    assertThat(chosen("shop", "cake-is-ready", "team", MAIL)).isEqualTo("shop.other.mustache");
  }

  @ParameterizedTest
  @CsvSource({
    "resolved, customers, resolved--customers.mustache",
    "closed, customers, other--public.mustache",
    "cake-is-ready, public, other--public.mustache",
    "customer-cake, anybody, other--public.mustache",
    "status-update-public, support, status-update-public.mustache"
  })
  void thoseOutsideGetOnlyWhatIsForThem(String event, String audience, String file) {
    deploy("shop.closed.mustache", "Subject {{title}}\nBody\n");
    assertThat(chosen("shop", event, audience, MAIL)).isEqualTo(file);
  }

  @Test
  void whatIsDeployedCountsUntilItIsDeleted() {
    deploy("declared.mustache", "Ours\nBody\n");
    assertThat(files.all().get("declared.mustache").content()).startsWith("Ours");
    deployed.clear();
    assertThat(files.all().get("declared.mustache").content()).contains("{{number}}");
  }

  @Test
  void aFileWithAnotherNameIsPassedOver() {
    deploy("Read me.mustache", "x");
    assertThat(files.all()).hasSameSizeAs(SHIPPED);
  }

  private String chosen(String policy, String event, String audience, Channel channel) {
    return TextFiles.choose(files.all(), policy, event, audience, channel)
        .orElseThrow()
        .name()
        .file();
  }

  private void deploy(String name, String content) {
    deployed.put(name, new Text(name, content, "a-deployment", Instant.EPOCH));
  }
}
