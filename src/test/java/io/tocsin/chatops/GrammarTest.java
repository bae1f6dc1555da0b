package io.tocsin.chatops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {

  private static final String N = "INC-2026-02-10-001";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "``~HELP",
        "help~HELP",
        "help severity~HELP severity",
        "declare Checkout is down~DECLARE 'Checkout is down'",
        "declare \"Checkout is down\"~DECLARE 'Checkout is down'",
        "declare Slow --service shop-web --severity 2~DECLARE 'Slow' [shop-web] severity=2",
        "declare --severity SEV-1 Slow~DECLARE 'Slow' severity=SEV-1",
        "declare Slow —service shop-web,shop-api~DECLARE 'Slow' [shop-web, shop-api]",
        "declare Slow --severity \"Severity 1\"~DECLARE 'Slow' severity=Severity 1",
        "declare Keys leaked --security~DECLARE 'Keys leaked' security",
        "declare --security Keys leaked~DECLARE 'Keys leaked' security",
        "declare A well-known pre--war bug~DECLARE 'A well-known pre--war bug'",
        "ack~ACK",
        "ACK inc-2026-02-10-001~ACK #INC-2026-02-10-001",
        "acknowledge INC-2026-02-10-001: looking~ACK #INC-2026-02-10-001 'looking'",
        "ack DRILL-2026-02-10-001~ACK #DRILL-2026-02-10-001",
        "severity 1 all is down~SEVERITY 1 'all is down'",
        "severity INC-2026-02-10-001 SEV-1 all is down~SEVERITY #INC-2026-02-10-001 SEV-1 'all is down'",
        "severity Severity 1 all is down~SEVERITY Severity 1 'all is down'",
        "severity \"Very bad\" all is down~SEVERITY Very bad 'all is down'",
        "sev P0 all is down~SEVERITY P0 'all is down'",
        "severity level 2 some~SEVERITY 2 'some'",
        "kind ddos~KIND ddos",
        "kind INC-2026-02-10-001 memory-leak it grows~KIND #INC-2026-02-10-001 memory-leak 'it grows'",
        "playbook~PLAYBOOK",
        "playbook INC-2026-02-10-001~PLAYBOOK #INC-2026-02-10-001",
        "playbook Memory leak: it grows~PLAYBOOK Memory 'leak: it grows'",
        "playbook leave~PLAYBOOK leave",
        "commander <@U0COMMANDER|carla>~COMMANDER <@U0COMMANDER>",
        "commander me~COMMANDER me",
        "commander INC-2026-02-10-001 @techlead~COMMANDER #INC-2026-02-10-001 techlead",
        "tech-lead <@U0TECHLEAD>~TECH_LEAD <@U0TECHLEAD>",
        "tech_lead me~TECH_LEAD me",
        "comms comms~COMMS comms",
        "scribe me~SCRIBE me",
        "monitor me~MONITOR me",
        "support me~SUPPORT me",
        "note saw 5 &lt; 6 in <https://e.org|the log>~NOTE 'saw 5 < 6 in https://e.org'",
        "update all is better~UPDATE internal 'all is better'",
        "update public: all is better~UPDATE public 'all is better'",
        "update INC-2026-02-10-001 Executive all is better~UPDATE #INC-2026-02-10-001 executive 'all is better'",
        "escalate we are stuck~ESCALATE 'we are stuck'",
        "escalate we are stuck --ladder technical --step cto~ESCALATE 'we are stuck' ladder=technical step=cto",
        "status~STATUS",
        "status INC-2026-02-10-001~STATUS #INC-2026-02-10-001",
        "status identified found the leak~STATUS identified 'found the leak'",
        "resolve rolled back~RESOLVE 'rolled back'",
        "reopen INC-2026-02-10-001 back again~REOPEN #INC-2026-02-10-001 'back again'",
        "dismiss a test~DISMISS 'a test'",
        "merge INC-2026-02-10-002~MERGE INC-2026-02-10-002",
        "merge INC-2026-02-10-001 into INC-2026-02-10-002~MERGE #INC-2026-02-10-001 INC-2026-02-10-002",
        "merge into INC-2026-02-10-002~MERGE INC-2026-02-10-002",
        "timeline~TIMELINE",
        "oncall~ONCALL",
        "oncall primary~ONCALL primary",
      })
  void understands(String typed, String meant) {
    assertThat(shown(Grammar.read(typed))).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "acknowlege~Did you mean: /incident ack",
        "resolv it~Did you mean: /incident resolve",
        "sverity 1 x~Did you mean: /incident severity",
        "frobnicate~/incident help lists",
        "declare~Say in one line what is wrong",
        "declare --service x~Say in one line what is wrong",
        "declare Slow --colour red~There is no option --colour",
        "declare Slow --severity~Say what --severity is",
        "severity~Say which severity",
        "severity 1~Say why",
        "kind~Say which kind",
        "commander~Say who",
        "note~Say what to write",
        "update public~Say what to write",
        "resolve~Say what resolved it",
        "dismiss INC-2026-02-10-001~Say why",
        "merge~Name the incident that covers it",
        "status broken~neither a number nor a status",
      })
  void saysWhatIsMissing(String typed, String words) {
    assertThatThrownBy(() -> Grammar.read(typed))
        .isInstanceOf(NotUnderstoodException.class)
        .hasMessageContaining(words);
  }

  @Test
  void limitsTheText() {
    assertThat(Grammar.read("note " + "x".repeat(4_000)).text()).hasSize(4_000);
    assertThatThrownBy(() -> Grammar.read("note " + "x".repeat(4_001)))
        .hasMessageContaining("4,000 fit");
    assertThatThrownBy(() -> Grammar.read("y".repeat(60_000)))
        .hasMessageContaining("There is no command")
        .extracting(e -> e.getMessage().length())
        .matches(length -> (int) length < 200);
  }

  @Test
  void keepsLinesAndDropsControlCharacters() {
    assertThat(Grammar.read("note " + N + " one\ntwo\u0007three").text())
        .isEqualTo("one\ntwo three");
  }

  private static String shown(Asked asked) {
    return Stream.of(
            asked.verb().name(),
            asked.number() == null ? null : "#" + asked.number(),
            asked.word(),
            asked.text() == null ? null : "'" + asked.text() + "'",
            asked.services().isEmpty() ? null : asked.services().toString(),
            asked.severity() == null ? null : "severity=" + asked.severity(),
            asked.security() ? "security" : null,
            asked.ladder() == null ? null : "ladder=" + asked.ladder(),
            asked.step() == null ? null : "step=" + asked.step())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }
}
