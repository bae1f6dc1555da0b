package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.model.Ticket;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What each level of each policy sets in motion, and what a change of severity adds. */
@TocsinTest
@Tag("thorough")
class PathsProcessTest {

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired JdbcClient jdbc;

  /** The questions of the paths by their tasks, in the order of the columns below. */
  private static final List<String> DUTIES =
      List.of(
          "Task_openWarRoom",
          "Task_callAllHands",
          "Task_tellTeam",
          "Task_tellExecutives",
          "Task_tellManagement",
          "Task_tellOwners",
          "Activity_ticket");

  @ParameterizedTest(name = "{0}, level {1}: {2}")
  @CsvSource({
    // policy, level, path, war room, all hands, team, executives, management, owners, ticket
    "betabaddies, 1, path-critical, 1, 1, 1, 0, 1, 0, 0",
    "betabaddies, 2, path-high,     0, 0, 1, 0, 0, 0, 0",
    "betabaddies, 3, path-medium,   0, 0, 1, 0, 0, 1, 0",
    "betabaddies, 4, path-low,      0, 0, 0, 0, 0, 1, 0",
    "smartbeak,   1, path-critical, 1, 1, 1, 1, 1, 0, 0",
    "smartbeak,   2, path-high,     0, 0, 1, 0, 1, 0, 0",
    "smartbeak,   3, path-medium,   0, 0, 1, 0, 0, 1, 1",
    "smartbeak,   4, path-low,      0, 0, 0, 0, 0, 1, 1",
    "storefront,  1, path-critical, 1, 1, 1, 1, 1, 0, 0",
    "storefront,  2, path-high,     0, 0, 1, 0, 1, 0, 0",
    "storefront,  3, path-medium,   0, 0, 1, 0, 0, 1, 0",
    "storefront,  4, path-low,      0, 0, 0, 0, 0, 1, 1",
    "subjunctive, 1, path-critical, 0, 0, 1, 0, 1, 0, 0",
    "subjunctive, 2, path-high,     0, 0, 1, 0, 0, 0, 0",
    "subjunctive, 3, path-medium,   0, 0, 1, 0, 0, 1, 0",
    "subjunctive, 4, path-low,      0, 0, 0, 0, 0, 1, 0",
    "parsify,     1, path-critical, 1, 1, 1, 1, 1, 0, 0",
    "parsify,     2, path-high,     0, 0, 1, 0, 1, 0, 0",
    "parsify,     3, path-medium,   0, 0, 1, 0, 0, 1, 0",
    "parsify,     4, path-low,      0, 0, 0, 0, 0, 1, 0",
  })
  void followsThePolicy(
      String policy,
      int level,
      String path,
      int warRoom,
      int allHands,
      int team,
      int executives,
      int management,
      int owners,
      int ticket) {
    var number = triaged(policy, level);

    assertThat(DUTIES.stream().map(duty -> (int) response.passed(number, duty)))
        .as(String.join(", ", DUTIES))
        .containsExactly(warRoom, allHands, team, executives, management, owners, ticket);
    assertThat(
            Stream.of("path-critical", "path-high", "path-medium", "path-low")
                .filter(other -> response.ran(number, other)))
        .containsExactly(path);
    if (ticket == 0) {
      assertThat(response.ends(number, path)).containsExactly("Event_everyoneTold");
    }
  }

  @ParameterizedTest
  @CsvSource({"smartbeak,1", "parsify,1", "parsify,3", "storefront,1", "subjunctive,1"})
  void tellsNobodyTwiceByOnePath(String policy, int level) {
    var number = triaged(policy, level);

    assertThat(toldByPaths(number)).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void tellsAfterwardsOnlyWhomTheNewPathAdds() {
    var number = triaged("parsify", 1);
    var before = toldByPaths(number);
    set(number, "3");

    // Everybody who is of the team was called with all hands, or told as the team.
    assertThat(toldByPaths(number)).containsAll(before).doesNotHaveDuplicates();
    assertThat(response.passed(number, "Task_tellTeam")).isEqualTo(2);

    var then = toldByPaths(number);
    set(number, "1");
    set(number, "4");
    set(number, "2");
    assertThat(toldByPaths(number)).containsExactlyInAnyOrderElementsOf(then);
  }

  @Test
  void tellsAfterwardsWhomTheFirstCallDidNotReach() {
    var number = triaged("parsify", 1);
    jdbc.sql("update delivery set state = 'failed' where incident = ? and event = 'path-all-hands'")
        .param(number)
        .update();
    var before = toldAsTeam(number);
    set(number, "3");

    assertThat(toldAsTeam(number)).hasSizeGreaterThan(before.size()).containsAll(before);
  }

  @Test
  void callsAllHandsOnceAnIncidentGetsWorse() {
    var number = triaged("parsify", 3);
    assertThat(events(number)).doesNotContain("path-all-hands", "path-executives");
    set(number, "1");

    assertThat(events(number)).contains("path-all-hands", "path-executives");
    assertThat(response.passed(number, "Task_openWarRoom")).isEqualTo(1);
  }

  @Test
  void asksForOneTicketHoweverOftenTheSeverityChanges() {
    var number = triaged("smartbeak", 3);
    assertThat(response.open(number)).containsOnlyOnce(Ticket.Elements.TASK_LINK_TICKET);
    var declared = response.incident(number).declaredAt();
    assertThat(response.incident(number).ticketDueAt()).isEqualTo(declared.plusSeconds(3600));

    set(number, "4");
    assertThat(response.open(number)).containsOnlyOnce(Ticket.Elements.TASK_LINK_TICKET);
    assertThat(response.incident(number).ticketDueAt()).isEqualTo(declared.plusSeconds(86_400));
    assertThat(response.task(number, Ticket.Elements.TASK_LINK_TICKET).getDueDate().toInstant())
        .isEqualTo(declared.plusSeconds(86_400));
  }

  @Test
  void needsNoTicketOnceItIsWorseAndOneAgainWhenItIsNot() {
    var number = triaged("smartbeak", 3);
    set(number, "2");
    assertThat(response.open(number)).doesNotContain(Ticket.Elements.TASK_LINK_TICKET);
    assertThat(response.incident(number).ticketDueAt()).isNull();
    assertThat(response.timeline(number))
        .contains("ticket: No ticket: SEV-2 is not worked off by a ticket");

    set(number, "3");
    assertThat(response.open(number)).containsOnlyOnce(Ticket.Elements.TASK_LINK_TICKET);
  }

  private String triaged(String policy, int level) {
    var number = response.declareUnder(policy, "unknown");
    response.runJobs(number);
    response.triage(number, level);
    return number;
  }

  private void set(String number, String level) {
    commands.severity(number, level, "It looks different now", Actor.api("commander"));
    response.runJobs(number);
  }

  private List<String> toldByPaths(String number) {
    return jdbc.sql(
            "select recipient || ' by ' || channel from delivery"
                + " where incident = ? and event like 'path-%' order by 1")
        .param(number)
        .query(String.class)
        .list();
  }

  private List<String> toldAsTeam(String number) {
    return jdbc.sql("select key from delivery where incident = ? and event = 'path-team'")
        .param(number)
        .query(String.class)
        .list();
  }

  private List<String> events(String number) {
    return jdbc.sql("select distinct event from delivery where incident = ?")
        .param(number)
        .query(String.class)
        .list();
  }
}
