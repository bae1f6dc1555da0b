package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before it is deployed. */
class TextCheckTest {

  private final TextCheck check = new TextCheck(new TextFiles(Map::of));

  static Stream<String> shipped() {
    return TextFilesTest.SHIPPED.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatWeBringIsFine(String file) {
    assertThat(check.faults(file, TextFilesTest.SHIPPED.get(file).content())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Down|line 2: nothing stands below the subject; write what happened",
        "{{text}}#Body|line 1: the subject is empty when little is known; write some words of your own",
        "#Body|line 1: the subject is empty when little is known; write some words of your own",
        "Down##{{titel}}|line 3: there is no field 'titel'; the nearest is 'title', all are in docs/messages.md",
        "Down#{{title.class}}|line 2: there is no field 'title.class'; the nearest is 'title', all are in docs/messages.md",
        "Down#{{title|line 2: '{{' is not closed; write '}}' behind the name",
        "Down#{{{title}}}|line 2: {{{title}}} is not taken; write a field as {{title}}, it is always escaped",
        "Down#{{&title}}|line 2: {{&title}} is not taken; write a field as {{title}}, it is always escaped",
        "Down#{{=<% %>=}}|line 2: {{=<% %>=}} is not taken; write a field as {{title}}, it is always escaped",
        "Down#{{}}|line 2: {{}} is not taken; write a field as {{title}}, it is always escaped",
        "Down#{{^due}}#x|line 2: {{^due}} is not ended; write {{/due}}",
        "Down {{^due}}#x{{/due}}|line 1: {{^due}} is not ended; write {{/due}} in the same line, which is the subject",
        "Down#{{/due}}|line 2: {{/due}} ends nothing; take it out",
        "Down#{{^due}}{{^text}}{{/due}}{{/text}}|line 2: {{/due}} stands where {{/text}} is due, for line 2",
        "Down#{{> nothing}}|line 2: there is no part 'nothing'; deploy _nothing.mustache with it, or take one of facts, public-end",
        "Down {{> facts}}#x|line 1: {{> facts}} cannot stand in the subject; name the fields there",
        "Down#{{owed}}|line 2: 'owed' is a list, its items are {{.}}; write {{#owed}}…{{/owed}}",
        "Down#{{recentChange}}|line 2: 'recentChange' is only true or not; write {{#recentChange}}…{{/recentChange}}",
        "Down#{{.}}|line 2: {{.}} stands for an item; write it inside of a list"
      })
  void aFaultHasLineReasonAndRemedy(String text, String fault) {
    // A # at the start of a name is a section's; these samples have none but behind braces.
    var content = text.replaceAll("(?<!\\{)#", "\n");
    assertThat(check.faults("declared.mustache", content)).contains("declared.mustache, " + fault);
  }

  @Test
  void aListInAListIsRefused() {
    assertThat(
            check.faults(
                "declared.mustache", "Down\n{{#owed}}{{#links}}{{.}}{{/links}}{{/owed}}\n"))
        .containsExactly(
            "declared.mustache, line 2: a list cannot be gone through in another; end the other one"
                + " before");
  }

  @ParameterizedTest
  @CsvSource({
    "resolved--customers.mustache, title",
    "shop.status-update-public@email.mustache, commander",
    "customer-affected.mustache, cause",
    "holding-post.mustache, page",
    "declared--social.mustache, severity",
    "_public-end.mustache, impactUsers"
  })
  void whatGoesOutsideNamesNothingInternal(String file, String field) {
    assertThat(check.faults(file, "Trouble\n{{services}}\n{{" + field + "}}\n"))
        .containsExactly(
            "%s, line 3: the field '%s' is internal, and this message goes outside; use one that is public"
                .formatted(file, field));
  }

  @Test
  void whatGoesOutsideTakesInNoInternalPart() {
    assertThat(check.faults("resolved--customers.mustache", "Trouble\n{{> facts}}\n"))
        .singleElement()
        .asString()
        .contains("line 2", "the part 'facts' is not for readers outside");
  }

  @Test
  void aPartTakesInNoOther() {
    assertThat(check.faults("_mine.mustache", "{{> facts}}"))
        .containsExactly(
            "_mine.mustache, line 1: {{> facts}}: a part takes in no other; write it out");
  }

  @Test
  void aPartOfTheSameDeploymentIsKnown() {
    assertThat(
            check.faults(
                Map.of("declared.mustache", utf8("Down\n{{> mine}}"), "_mine.mustache", utf8("x"))))
        .isEmpty();
  }

  @Test
  void sizeEncodingAndNameAreSaid() {
    assertThat(check.faults(Map.of("declared.mustache", new byte[20_001])))
        .singleElement()
        .asString()
        .contains("20001 bytes; at most 20000");
    assertThat(check.faults(Map.of("declared.mustache", new byte[] {'a', (byte) 0xE4, '\n'})))
        .singleElement()
        .asString()
        .contains("UTF-8");
    assertThat(check.faults("Declared new.mustache", "Down\nx"))
        .singleElement()
        .asString()
        .contains("name it [<policy>.]<event>[--<audience>][@<channel>].mustache");
  }

  @Test
  void aFileOfWindowsIsFine() {
    assertThat(check.faults("declared.mustache", "\uFEFFDown\r\n\r\n{{title}}\r\n")).isEmpty();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
