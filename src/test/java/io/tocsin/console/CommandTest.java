package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Status;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class CommandTest {

  private static final Actor ACTOR = Actor.console("commander");

  @Autowired Response response;
  @Autowired IncidentCommands commands;

  @Test
  void offersEverythingButReopeningAtTheStart() {
    assertThat(offered(response.declare("2")))
        .containsExactly(
            "acknowledge",
            "update",
            "ask",
            "severity",
            "kind",
            "role",
            "status",
            "playbook",
            "escalate",
            "pause",
            "resolve",
            "merge",
            "dismiss",
            "security",
            "takedown",
            "note");
  }

  @Test
  void isAcknowledgedOnce() {
    var number = response.declare("2");
    commands.acknowledge(number, ACTOR);

    assertThat(offered(number)).doesNotContain("acknowledge");
  }

  @Test
  void canBeReopenedAndStillDismissedOrMergedWhileMonitoring() {
    var number = response.declare("2");
    response.triage(number, 2);
    commands.status(number, Status.MONITORING, "the fix is out", ACTOR);

    assertThat(offered(number)).contains("reopen", "resolve", "status", "dismiss", "merge");
  }

  @Test
  void isResumedOnlyWhilePaused() {
    var number = response.declare("2");
    commands.pause(number, Instant.now().plusSeconds(600), "The vendor works on it", ACTOR);
    assertThat(offered(number)).contains("pause", "resume");

    commands.resume(number, "It is mended", ACTOR);
    assertThat(offered(number)).contains("pause").doesNotContain("resume");
  }

  @Test
  void takesOnlyNotesAndWordsBackWhenItIsOver() {
    var number = response.declare("2");
    commands.dismiss(number, "a false alarm", ACTOR);

    assertThat(offered(number)).containsExactly("takedown", "note");
  }

  private List<String> offered(String number) {
    return Command.sensible(response.incident(number)).stream().map(Command::key).toList();
  }
}
