package io.tocsin.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a < b & c~a &lt; b &amp; c",
        "<!channel> <@U1>~&lt;!channel&gt; &lt;@U1&gt;",
      })
  void letsNobodyMentionOrLink(String text, String shown) {
    assertThat(SlackText.escape(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "ask <@U123|ada> now~ask @ada now",
        "ask <@U123>~ask @U123",
        "see <https://e.org/a?b=1&amp;c=2|e.org>~see https://e.org/a?b=1&c=2",
        "see <http://e.org>~see http://e.org",
        "<#C12|ops> and <!here>~@ops and @here",
        "1 &lt; 2 &amp;&amp; 3 &gt; 2~1 < 2 && 3 > 2",
        "&amp;lt;~&lt;",
      })
  void readsWhatSomebodyTyped(String text, String meant) {
    assertThat(SlackText.plain(text)).isEqualTo(meant);
  }

  @Test
  void linksOnlyAddresses() {
    assertThat(SlackText.link("https://e.org/?a=1&b=2", "a|<b>"))
        .isEqualTo("<https://e.org/?a=1&amp;b=2|a/&lt;b&gt;>");
    assertThat(SlackText.link("javascript:alert(1)", "x")).isEqualTo("x javascript:alert(1)");
    assertThat(SlackText.link("https://e.org/|<!here>", "x")).doesNotContain("<!here>");
  }

  @Test
  void cutsAtLinesAndTearsNothing() {
    assertThat(SlackText.pieces("one\ntwo\nthree", 8, 9)).containsExactly("one\ntwo", "three");
    assertThat(SlackText.pieces("abcdefgh", 3, 2)).containsExactly("abc", "def");
    assertThat(SlackText.pieces("ab&amp;c", 4, 9)).containsExactly("ab", "&amp", ";c");
    assertThat(SlackText.cut("ab&amp;cdef", 6)).isEqualTo("ab…");
    assertThat(SlackText.cut("ab\uD83D\uDE00cd", 4)).isEqualTo("ab…");
    assertThat(SlackText.pieces("  ", 3, 2)).isEmpty();
  }

  @Test
  void fitsIntoWhatSlackTakes() {
    var body = "word & line\n".repeat(5_000);
    var blocks = SlackMessage.blocks("s<".repeat(4_000), body);
    blocks.add(SlackMessage.actions("INC-2026-02-10-001", "http://localhost", true));
    assertThat(blocks).hasSizeLessThanOrEqualTo(40);
    var text = blocks.stream().map(Object::toString).collect(Collectors.joining());
    assertThat(text).hasSizeLessThan(19_000).contains("…");
    assertThat(blocks)
        .allSatisfy(block -> assertThat(block.toString()).hasSizeLessThanOrEqualTo(3_100));
  }

  @ParameterizedTest
  @CsvSource({
    "incident-{shortNumber},INC-2026-02-10-001,false,1,incident-2026-02-10-001",
    "incident-{shortNumber},INC-2026-02-10-001,false,2,incident-2026-02-10-001-2",
    "incident-{number},INC-2026-02-10-001,false,1,incident-inc-2026-02-10-001",
    "incident-{shortNumber},DRILL-2026-02-10-001,true,1,drill-incident-2026-02-10-001",
    "{number},DRILL-2026-02-10-001,true,1,drill-2026-02-10-001",
    "'#War Räume: {shortNumber}!',INC-2026-02-10-001,false,1,war-r-ume-2026-02-10-001",
    "'###',INC-2026-02-10-001,false,1,inc-2026-02-10-001",
  })
  void namesChannels(String template, String number, boolean drill, int attempt, String name) {
    assertThat(ChannelName.of(template, number, drill, attempt)).isEqualTo(name);
  }

  @Test
  void keepsNamesShort() {
    var template = "x".repeat(90) + "{number}";
    assertThat(ChannelName.of(template, "INC-2026-02-10-001", false, 1)).hasSize(80);
    assertThat(ChannelName.of(template, "INC-2026-02-10-001", false, 12))
        .hasSize(80)
        .endsWith("x-12");
  }
}
