package io.tocsin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.metrics.Metrics.Group;
import io.tocsin.metrics.MetricsFilter.GroupBy;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The figures, from records that were written for it: each test has a service of its own. */
@TocsinTest
class MetricsTest {

  private static final Instant T0 = Instant.parse("2025-03-03T10:00:00Z");

  /** A name with a line in it that is no function of Prometheus. */
  private static final Pattern METRIC = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)\\b(?!\\()");

  @Autowired Metrics metrics;
  @Autowired Satisfaction satisfaction;
  @Autowired LiveFigures live;
  @Autowired Incidents incidents;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester http;

  private String service = "";
  private int count;

  @BeforeEach
  void aServiceOfItsOwn() {
    service = "service-" + UUID.randomUUID();
  }

  @Test
  void measuresTimesFromDeclarationBesideTheTargetOfThePolicy() {
    incident(2, T0).acknowledged(2).responded(10).mitigated(60).resolved(120).save();
    incident(2, T0.plus(Duration.ofDays(1))).acknowledged(4).resolved(360).save();
    incident(2, T0.plus(Duration.ofDays(2))).save();

    var all = all();
    assertThat(all.incidents()).isEqualTo(3);
    var resolve = all.figure(FigureId.RESOLVE);
    assertThat(resolve.count()).isEqualTo(2);
    assertThat(resolve.mean()).isEqualTo(4 * 3600.0);
    assertThat(resolve.median()).isEqualTo(4 * 3600.0);
    assertThat(resolve.p90()).isCloseTo(336 * 60.0, within(0.001));
    assertThat(resolve.target()).isEqualTo("PT4H");
    assertThat(resolve.within()).isEqualTo(50.0);
    assertThat(resolve.met()).isTrue();
    assertThat(all.figure(FigureId.ACKNOWLEDGE).mean()).isEqualTo(180.0);
    assertThat(all.figure(FigureId.ACKNOWLEDGE).target()).isEqualTo("PT5M");
    assertThat(all.figure(FigureId.RESPOND).mean()).isEqualTo(600.0);
    assertThat(all.figure(FigureId.RESPOND).target()).isNull();
    assertThat(all.figure(FigureId.MITIGATE).mean()).isEqualTo(3600.0);
  }

  @Test
  void aMixOfLevelsHasNoOneTargetButSaysHowManyAreWithinTheirOwn() {
    incident(1, T0).resolved(90).save();
    incident(2, T0.plus(Duration.ofDays(1))).resolved(90).save();
    var resolve = all().figure(FigureId.RESOLVE);
    assertThat(resolve.target()).isNull();
    assertThat(resolve.met()).isNull();
    assertThat(resolve.within()).isEqualTo(50.0);
    var levels = metrics.of(filter(false), GroupBy.LEVEL).groups();
    assertThat(levels).extracting(Group::group).containsExactly("1", "2");
    assertThat(levels.get(0).figure(FigureId.RESOLVE).met()).isFalse();
    assertThat(levels.get(1).figure(FigureId.RESOLVE).met()).isTrue();
  }

  @Test
  void aCorrectedTimeCountsAtOnce() {
    var number = incident(2, T0).resolved(120).save();
    assertThat(all().figure(FigureId.RESOLVE).mean()).isEqualTo(7200.0);
    jdbc.sql("update incident set resolved_at = ? where number = ?")
        .params(Timestamp.from(T0.plusSeconds(1800)), number)
        .update();
    assertThat(all().figure(FigureId.RESOLVE).mean()).isEqualTo(1800.0);
  }

  @Test
  void leavesDrillsAndDismissedOnesOut() {
    incident(2, T0).resolved(60).save();
    incident(2, T0).drill().resolved(60).save();
    incident(2, T0).status("dismissed").save();
    assertThat(all().incidents()).isEqualTo(1);
    assertThat(metrics.of(filter(true), null).all().incidents()).isEqualTo(1);
  }

  @Test
  void whatItsReaderMayNotReadCountsInNoFigure() {
    incident(2, T0).kind("memory-leak").save();
    var breach = incident(1, T0.plus(Duration.ofDays(1))).kind("ddos").restricted().save();
    incident(2, T0.plus(Duration.ofDays(2))).kind("ddos").save();
    incident(2, T0.minus(Duration.ofDays(5))).restricted().save();

    for (var outsider : List.of(Access.EVERYBODY, "monitor", "service:monitor")) {
      var figures = metrics.of(filter(false, outsider), GroupBy.LEVEL);
      assertThat(figures.groups()).as(outsider).extracting(Group::group).containsExactly("2");
      assertThat(figures.all().incidents()).isEqualTo(2);
      assertThat(figures.all().figure(FigureId.INCIDENTS).previous()).isNull();
      assertThat(figures.all().figure(FigureId.RECURRENCE).mean())
          .as("the second of its kind only for those who know of the first")
          .isZero();
      assertThat(metrics.counts(filter(false, outsider))).containsExactly(Map.entry("2025-03", 2));
    }

    var known = metrics.of(filter(false, "security"), GroupBy.LEVEL);
    assertThat(known.groups()).extracting(Group::group).containsExactly("1", "2");
    assertThat(known.all().figure(FigureId.INCIDENTS).previous()).isEqualTo(1.0);
    assertThat(known.all().figure(FigureId.RECURRENCE).mean()).isCloseTo(33.33, within(0.01));
    assertThat(metrics.counts(filter(false, "security"))).containsExactly(Map.entry("2025-03", 3));

    jdbc.sql(
            "insert into incident_person (incident, person, named_by, at, why)"
                + " values (?, 'monitor', 'security', ?, 'x')")
        .params(breach, at(0))
        .update();
    var named = metrics.of(filter(false, "monitor"), null).all();
    assertThat(named.incidents()).isEqualTo(3);
    assertThat(named.figure(FigureId.RECURRENCE).mean()).isCloseTo(33.33, within(0.01));
    assertThat(named.figure(FigureId.INCIDENTS).previous()).isNull();
  }

  @Test
  void detectionCountsOnlyWhereSomebodyKnowsTheBeginning() {
    incident(2, T0).began(20, 5).save();
    incident(2, T0).save();
    var detect = all().figure(FigureId.DETECT);
    assertThat(detect.count()).isEqualTo(1);
    assertThat(detect.mean()).isEqualTo(900.0);
    assertThat(detect.target()).isEqualTo("PT15M");
    assertThat(detect.met()).isTrue();
  }

  @Test
  void betweenFailuresIsTheTimeInWhichNothingWasBroken() {
    incident(2, T0).resolved(60).save();
    incident(2, T0.plus(Duration.ofMinutes(30))).resolved(60).save();
    incident(2, T0.plus(Duration.ofMinutes(210))).resolved(60).save();
    var between = all().figure(FigureId.BETWEEN);
    assertThat(between.count()).isEqualTo(1);
    assertThat(between.mean()).isEqualTo(7200.0);
  }

  @Test
  void countsReopeningsRecurrenceAndCompares() {
    incident(2, T0).kind("ddos").resolved(60).save();
    incident(2, T0.plus(Duration.ofDays(3))).kind("ddos").reopened().resolved(60).save();
    incident(2, T0.plus(Duration.ofDays(4))).kind("memory-leak").resolved(60).save();
    incident(2, T0.minus(Duration.ofDays(25))).kind("memory-leak").resolved(60).save();
    var all = all();
    assertThat(all.figure(FigureId.FIRST_TIME).mean()).isCloseTo(66.67, within(0.01));
    assertThat(all.figure(FigureId.FIRST_TIME).target()).isEqualTo("95%");
    assertThat(all.figure(FigureId.FIRST_TIME).met()).isFalse();
    assertThat(all.figure(FigureId.RECURRENCE).mean()).isCloseTo(66.67, within(0.01));
    assertThat(all.figure(FigureId.INCIDENTS).mean()).isEqualTo(3.0);
    assertThat(all.figure(FigureId.INCIDENTS).previous()).isEqualTo(1.0);
    assertThat(all.figure(FigureId.INCIDENTS).met()).isFalse();
    assertThat(metrics.of(filter(false), GroupBy.KIND).groups())
        .extracting(Group::group, Group::incidents)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ddos", 2),
            org.assertj.core.groups.Tuple.tuple("memory-leak", 1));
  }

  @Test
  void judgesUpdatesByTheirDeadlinesAndThePauses() {
    // Severity 2: the first within 30 minutes, then every hour; nothing else is owed to this list.
    var number = incident(2, T0).resolved(300).save();
    update(number, 10);
    update(number, 60);
    update(number, 200);
    var before = all().figure(FigureId.UPDATES);
    assertThat(before.count()).isGreaterThanOrEqualTo(4);
    var late = before.mean();
    assertThat(late).isBetween(1.0, 99.0);
    jdbc.sql(
            "insert into incident_pause (incident, at, until, reason, paused_by)"
                + " values (?, ?, ?, 'x', 'commander')")
        .params(number, at(61), at(250))
        .update();
    assertThat(all().figure(FigureId.UPDATES).mean()).isGreaterThan(late);
    assertThat(all().figure(FigureId.FIRST_UPDATE).mean()).isEqualTo(600.0);
    assertThat(all().figure(FigureId.FIRST_UPDATE).targetValue()).isNotNull();
  }

  @Test
  void judgesUpdatesByTheSeverityThatWasInForce() {
    // Level 4 owes its list a first update within a day; level 1 within a quarter of an hour.
    var calm = incident(1, T0).resolved(300).save();
    level(calm, 0, 4);
    level(calm, 290, 1);
    assertThat(all().figure(FigureId.UPDATES).count()).isZero();

    var grave = incident(4, T0.plus(Duration.ofDays(1))).resolved(300).save();
    level(grave, 24 * 60, 1);
    level(grave, 24 * 60 + 60, 4);
    var figure = all().figure(FigureId.UPDATES);
    assertThat(figure.count())
        .as("internal, executive and public fell due at level 1")
        .isEqualTo(3);
    assertThat(figure.mean()).isZero();
  }

  @Test
  void judgesEachReopeningForItself() {
    var number = incident(2, T0).acknowledged(2).reopened().resolved(500).save();
    round(number, 1, 0, 2, 20);
    round(number, 2, 300, null, 500);
    var figures = all();
    // Resolved after twenty minutes, before any update was due; in the second round nobody wrote.
    assertThat(figures.figure(FigureId.UPDATES).count()).isEqualTo(3);
    assertThat(figures.figure(FigureId.UPDATES).mean()).isZero();
    var ladder = figures.figure(FigureId.ESCALATIONS);
    jdbc.sql(
            "insert into escalation_step (incident, round, step, taken_at)"
                + " values (?, 1, 'page-on-call', ?), (?, 2, 'page-on-call', ?)")
        .params(number, at(0), number, at(300))
        .update();
    var after = all().figure(FigureId.ESCALATIONS);
    assertThat(after.count()).isEqualTo(ladder.count());
    assertThat(after.mean()).isEqualTo(100.0 * 2 / ladder.count());
  }

  @Test
  void anotherLevelsStepThatReachedTheSamePeopleStandsForAMilderOne() {
    var number = incident(2, T0).acknowledged(2).resolved(10).save();
    level(number, 0, 1);
    level(number, 5, 2);
    jdbc.sql(
            "insert into escalation_step (incident, round, step, taken_at)"
                + " values (?, 1, 'call-on-call', ?)")
        .params(number, at(0))
        .update();
    var figure = all().figure(FigureId.ESCALATIONS);
    assertThat(figure.count()).isEqualTo(2);
    assertThat(figure.mean()).isEqualTo(100.0);
  }

  @Test
  void theRecordKeepsLevelsAndRounds() {
    var number =
        atomic.call(
            () -> {
              var declared =
                  incidents.declare(
                      new Declaration(
                          "Sample",
                          null,
                          List.of(service),
                          "parsify",
                          "2",
                          null,
                          null,
                          null,
                          null,
                          null,
                          null,
                          false,
                          false,
                          List.of()),
                      Actor.api("comms"));
              var of = declared.number();
              incidents.acknowledge(of, "comms", Actor.api("comms"));
              incidents.moveTo(of, Status.RESOLVED, null, Actor.api("comms"));
              incidents.moveTo(of, Status.INVESTIGATING, "It is back", Actor.api("comms"));
              incidents.acknowledge(of, "comms", Actor.api("comms"));
              return of;
            });
    assertThat(
            jdbc.sql(
                    "select round || ' ' || (taken_at is not null) || ' '"
                        + " || (resolved_at is not null) from incident_round"
                        + " where incident = ? order by round")
                .param(number)
                .query(String.class)
                .list())
        .containsExactly("1 true true", "2 true false");
    assertThat(
            jdbc.sql("select count(*) from severity_change where incident = ?")
                .param(number)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("watched")
  void theDashboardAndTheAlertsNameOnlyWhatIsExposed(String expression) throws Exception {
    var exposed = scrape().getResponse().getContentAsString().lines().toList();
    var labels = labels(expression);
    for (var metric : matches(METRIC, expression)) {
      var series =
          exposed.stream().filter(line -> line.matches(metric + "[{ ].*")).findFirst().orElse("");
      assertThat(series).as(metric).isNotEmpty();
      assertThat(labels)
          .as("labels of %s", series)
          .allSatisfy(label -> assertThat(series).containsPattern("[{,]" + label + "="));
    }
  }

  /** What the dashboard and the alerts ask Prometheus for. */
  static List<String> watched() throws IOException {
    var asked = Pattern.compile("\\b(?:expr\"?: \"?|\"query\": \"label_values\\()(.+?)\"?,?\\R");
    var all = new ArrayList<String>();
    for (var file : List.of("docs/grafana/tocsin.json", "docs/prometheus/tocsin-rules.yaml")) {
      asked
          .matcher(Files.readString(Path.of(file)))
          .results()
          .forEach(match -> all.add(match.group(1).replace("\\\"", "\"")));
    }
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  /** By which a query selects or groups; these two come from Prometheus. */
  private static List<String> labels(String expression) {
    var labels = new ArrayList<>(matches(Pattern.compile("(\\w+)=~?\""), expression));
    labels.addAll(matches(Pattern.compile("by \\((\\w+)\\)"), expression));
    labels.removeAll(List.of("job", "instance"));
    return labels;
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  @Test
  void messagesThatWaitForTheMorningPileUpForNoOne() {
    var before = messagesPending();
    message(false, "1 hour");
    message(true, "1 hour");
    message(true, "-1 hour");

    assertThat(messagesPending())
        .as("one to be repeated, one of this morning")
        .isEqualTo(before + 2);
  }

  private double messagesPending() {
    return new LiveFigures(jdbc, Clock.systemUTC()).value("messages.pending");
  }

  @Test
  void tellsHowLongNobodyHasTakenWhatWasDeclaredOrReopened() {
    var longAgo = Instant.parse("2001-02-03T04:00:00Z");
    var number = incident(2, longAgo).status("investigating").save();

    assertThat(seconds(longAgo.plusSeconds(1200), "incidents.unacknowledged", 2)).isEqualTo(1200.0);
    assertThat(seconds(longAgo.plusSeconds(1200), "incidents.unacknowledged", 1)).isZero();

    jdbc.sql(
            "update incident set acknowledged_at = declared_at, reopenings = 1, reopened_at = ?"
                + " where number = ?")
        .params(Timestamp.from(longAgo.plusSeconds(900)), number)
        .update();
    assertThat(seconds(longAgo.plusSeconds(1200), "incidents.unacknowledged", 2)).isEqualTo(300.0);

    jdbc.sql("update incident set taken_again_at = reopened_at where number = ?")
        .param(number)
        .update();
    assertThat(seconds(longAgo.plusSeconds(1200), "incidents.unacknowledged", 2)).isZero();
  }

  @Test
  void tellsByHowMuchTheOldestUpdateIsLate() {
    var due = Instant.parse("2001-02-03T04:00:00Z");
    assertThat(seconds(due.plusSeconds(60), "updates.overdue")).isZero();
    var id = UUID.randomUUID().toString();
    jdbc.sql(
            "insert into act_ru_execution (id_, rev_, proc_inst_id_, business_key_)"
                + " values (:id, 1, :id, 'INC-2001-02-03-001')")
        .param("id", id)
        .update();
    try {
      jdbc.sql(
              "insert into act_ru_task (id_, rev_, proc_inst_id_, task_def_key_, due_date_)"
                  + " values (:id, 1, :id, 'Task_writeUpdate', :due)")
          .param("id", id)
          .param("due", Timestamp.from(due))
          .update();
      assertThat(seconds(due.plusSeconds(60), "updates.overdue")).isEqualTo(60.0);
    } finally {
      jdbc.sql("delete from act_ru_task where id_ = ?").param(id).update();
      jdbc.sql("delete from act_ru_execution where id_ = ?").param(id).update();
    }
  }

  @Test
  void tellsHowLongSomethingDueHasBeenSuspended() {
    var due = Instant.parse("2001-02-03T04:00:00Z");
    assertThat(seconds(due.plusSeconds(60), "jobs.suspended")).isZero();
    var id = UUID.randomUUID().toString();
    jdbc.sql(
            "insert into act_ru_job (id_, rev_, type_, retries_, suspension_state_,"
                + " process_instance_id_, duedate_) values (:id, 1, 'timer', 3, 2, :id, :due)")
        .param("id", id)
        .param("due", Timestamp.from(due))
        .update();
    try {
      assertThat(seconds(due.plusSeconds(60), "jobs.suspended")).isEqualTo(60.0);
    } finally {
      jdbc.sql("delete from act_ru_job where id_ = ?").param(id).update();
    }
  }

  /**
   * A start at 04:00 says of the clean-up, whose hours begin at 01:00, that it is due since then.
   */
  @Test
  void takesNoCleanUpForAStepThatIsLate() {
    var due = Instant.parse("2001-02-03T01:00:00Z");
    var id = UUID.randomUUID().toString();
    jdbc.sql(
            "insert into act_ru_job (id_, rev_, type_, handler_type_, retries_,"
                + " suspension_state_, duedate_)"
                + " values (:id, 1, 'ever-living', 'history-cleanup', 3, 1, :due)")
        .param("id", id)
        .param("due", Timestamp.from(due))
        .update();
    try {
      assertThat(seconds(due.plusSeconds(60), "jobs.late")).isZero();
      jdbc.sql("update act_ru_job set handler_type_ = 'timer-transition' where id_ = ?")
          .param(id)
          .update();
      assertThat(seconds(due.plusSeconds(60), "jobs.late")).isEqualTo(60.0);
    } finally {
      jdbc.sql("delete from act_ru_job where id_ = ?").param(id).update();
    }
  }

  @Test
  void tellsHowLongAgoTheLastMessageWasGivenUp() {
    var now = Instant.parse("2999-02-03T04:00:00Z");
    assertThat(seconds(now, "messages.failed")).isNaN();
    message(false, "0");
    jdbc.sql(
            "update delivery set state = 'failed', failed_at = :at, created_at = :at,"
                + " handed_on_at = :at where id ="
                + " (select id from delivery where event = 'x' order by created_at desc limit 1)")
        .param("at", Timestamp.from(now.minusSeconds(100)))
        .update();
    try {
      assertThat(seconds(now, "messages.failed")).as("another channel has it").isNaN();
      var live = new LiveFigures(jdbc, Clock.fixed(now, ZoneOffset.UTC));
      assertThat(live.value("messages.failed")).isZero();
      jdbc.sql("update delivery set handed_on_at = null where failed_at = ?")
          .param(Timestamp.from(now.minusSeconds(100)))
          .update();
      assertThat(seconds(now, "messages.failed")).isEqualTo(100.0);
    } finally {
      jdbc.sql("delete from delivery where failed_at = ?")
          .param(Timestamp.from(now.minusSeconds(100)))
          .update();
    }
  }

  private double seconds(Instant now, String name, int level) {
    return new LiveFigures(jdbc, Clock.fixed(now, ZoneOffset.UTC))
        .value(name + ".seconds." + level);
  }

  private double seconds(Instant now, String name) {
    return new LiveFigures(jdbc, Clock.fixed(now, ZoneOffset.UTC)).value(name + ".seconds");
  }

  private void message(boolean quiet, String due) {
    jdbc.sql(
            "insert into delivery (id, key, event, round, audience, recipient, recipient_name,"
                + " channel, address, subject, body, message_id, state, quiet, created_at,"
                + " next_attempt_at) values (gen_random_uuid(), gen_random_uuid(), 'x', '1', 'x',"
                + " 'person:x', 'X', 'sms', '+1', 'x', 'x', 'x', 'pending', :quiet, now(),"
                + " now() + :due::interval)")
        .param("quiet", quiet)
        .param("due", due)
        .update();
  }

  private void level(String number, int minutes, int level) {
    jdbc.sql("insert into severity_change (incident, at, level) values (?, ?, ?)")
        .params(number, at(minutes), level)
        .update();
  }

  private void round(
      String number, int round, int from, @Nullable Integer taken, @Nullable Integer resolved) {
    jdbc.sql(
            "insert into incident_round (incident, round, began_at, taken_at, resolved_at)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            number,
            round,
            at(from),
            taken == null ? null : at(taken),
            resolved == null ? null : at(resolved))
        .update();
  }

  @Test
  void comparesTheLadderWithWhatWasTaken() {
    var number = incident(1, T0).acknowledged(120).resolved(240).save();
    var none = all().figure(FigureId.ESCALATIONS);
    assertThat(none.count()).isPositive();
    assertThat(none.mean()).isZero();
    for (var step : jdbcSteps(none.count())) {
      jdbc.sql(
              "insert into escalation_step (incident, round, step, taken_at) values (?, 1, ?, ?)"
                  + " on conflict do nothing")
          .params(number, step, at(10))
          .update();
    }
    assertThat(all().figure(FigureId.ESCALATIONS).mean()).isEqualTo(100.0);
  }

  /** All steps of the ladder of this level. */
  private List<String> jdbcSteps(int atLeast) {
    var steps =
        JsonPath.<List<String>>read(
            text(get("/api/v1/policies/parsify")), "$.ladders['1'][*].step");
    assertThat(steps).hasSizeGreaterThanOrEqualTo(atLeast);
    return steps;
  }

  @Test
  void aReviewIsOwedOnceItsTimeHasPassed() {
    var number = incident(1, T0).resolved(60).save();
    incident(1, T0.plusSeconds(60)).resolved(60).save();
    assertThat(all().figure(FigureId.REVIEWS).mean()).isZero();
    jdbc.sql(
            "insert into review (incident, version, author, at, summary)"
                + " values (?, 1, 'commander', ?, 'x')")
        .params(number, at(120))
        .update();
    assertThat(all().figure(FigureId.REVIEWS).mean()).isEqualTo(50.0);
  }

  @Test
  void addsUpTheEffortOfPeopleButNotOfMachines() {
    var number = incident(2, T0).resolved(120).save();
    line(number, 0, "commander", "api");
    line(number, 60, "commander", "tasklist");
    line(number, 30, "techlead", "tasklist");
    line(number, 90, "tocsin", "engine");
    line(number, 95, "alertmanager", "alert");
    line(number, 600, "scribe", "api");
    var effort = all().figure(FigureId.EFFORT);
    assertThat(effort.total()).isEqualTo(3600.0 + 900.0);
  }

  @Test
  void takesOneAnswerOfEachCustomer() {
    var number = incident(2, T0).resolved(60).save();
    var ada = "/status/feedback/" + satisfaction.token(number, "ada@example.org");
    assertThat(http.get().uri(ada)).hasStatusOk().bodyText().contains("very satisfied");
    assertThat(all().figure(FigureId.SATISFACTION).count()).isZero();
    assertThat(http.post().uri(ada).param("score", "2")).hasStatusOk();
    assertThat(http.post().uri(ada).param("score", "4")).hasStatusOk().bodyText().contains("Thank");
    var bob = "/status/feedback/" + satisfaction.token(number, "bob@example.org");
    assertThat(http.post().uri(bob).param("score", "5")).hasStatusOk();
    assertThat(all().figure(FigureId.SATISFACTION).count()).isEqualTo(2);
    assertThat(all().figure(FigureId.SATISFACTION).mean()).isEqualTo(4.5);
    assertThat(
            jdbc.sql("select person from satisfaction_answer where incident = ?")
                .param(number)
                .query(String.class)
                .list())
        .noneMatch(person -> person.contains("@"));
  }

  @Test
  void refusesForgedLinksAndOddAnswers() {
    var number = incident(2, T0).save();
    var token = satisfaction.token(number, "ada@example.org");
    var forged = token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0");
    var other = satisfaction.token("INC-2001-01-01-001", "ada@example.org");
    for (var wrong : List.of(forged, other, "x", number + "..")) {
      assertThat(http.get().uri("/status/feedback/" + wrong)).as(wrong).hasStatus(404);
      assertThat(http.post().uri("/status/feedback/" + wrong).param("score", "1")).hasStatus(404);
    }
    for (var score : List.of("0", "6", "five", "")) {
      assertThat(http.post().uri("/status/feedback/" + token).param("score", score))
          .as(score)
          .hasStatus(400)
          .bodyText()
          .contains("Please choose one of the five");
    }
    assertThat(http.post().uri("/status/feedback/" + token)).hasStatus(400);
  }

  @Test
  void answersOverHttpAsJsonAndAsATable() {
    incident(2, T0).resolved(120).save();
    var query = "?from=2025-03-01&to=2025-04-30&groupBy=month&service=" + service;
    var json = text(get("/api/v1/metrics" + query));
    assertThat(JsonPath.<List<String>>read(json, "$.groups[*].group"))
        .containsExactly("2025-03", "2025-04");
    assertThat(
            JsonPath.<List<Double>>read(
                json, "$.all.figures[?(@.figure == 'meanTimeToResolve')].mean"))
        .containsExactly(7200.0);
    assertThat(text(get("/api/v1/metrics.csv" + query)))
        .contains("group,incidents,figure,unit,count")
        .contains("all,1,meanTimeToResolve,seconds,1,7200.0,7200.0,7200.0,,PT4H,below,100.0,,true");
    assertThat(http.get().uri("/api/v1/metrics")).hasStatus(401);
    assertThat(http.get().uri("/api/v1/metrics.csv")).hasStatus(401);
  }

  @ParameterizedTest
  @CsvSource({
    "from=soon, from",
    "to=2025-13-01, to",
    "from=2025-03-02&to=2025-03-01, from",
    "from=1990-01-01&to=2025-03-01, from",
    "level=7, level",
    "groupBy=colour, groupBy"
  })
  void saysWhatIsWrong(String query, String field) {
    var answer = get("/api/v1/metrics?" + query);
    assertThat(answer).hasStatus(400);
    assertThat(JsonPath.<String>read(text(answer), "$.field")).isEqualTo(field);
  }

  @Test
  void countsTheLiveStateAndGuardsIt() {
    assertThat(live.value("jobs.late.seconds")).isGreaterThanOrEqualTo(0);
    assertThat(live.value("incidents.declared")).isGreaterThanOrEqualTo(0);
    assertThat(http.get().uri("/actuator/prometheus")).hasStatus(401);
    assertThat(http.get().uri("/actuator/prometheus").header("Authorization", "Bearer wrong"))
        .hasStatus(401);
    assertThat(http.get().uri("/actuator/prometheus").with(httpBasic("commander", "tocsin")))
        .hasStatus(403);
    assertThat(scrape()).hasStatusOk();
  }

  private MvcTestResult scrape() {
    return http.get()
        .uri("/actuator/prometheus")
        .header("Authorization", "Bearer local-metrics-token")
        .exchange();
  }

  private Group all() {
    return metrics.of(filter(false), null).all();
  }

  private MetricsFilter filter(boolean drill) {
    return filter(drill, Access.EVERYBODY);
  }

  private MetricsFilter filter(boolean drill, String reader) {
    return new MetricsFilter(
        T0.minusSeconds(60),
        T0.plus(Duration.ofDays(30)),
        null,
        service,
        null,
        null,
        drill,
        reader);
  }

  private MvcTestResult get(String uri) {
    return http.get().uri(uri).with(httpBasic("exec", "tocsin")).exchange();
  }

  private static String text(MvcTestResult answer) {
    try {
      return answer.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private Timestamp at(int minutes) {
    return Timestamp.from(T0.plus(Duration.ofMinutes(minutes)));
  }

  private void update(String number, int minutes) {
    jdbc.sql(
            "insert into status_update (id, incident, audience, text, author, at)"
                + " values (?, ?, 'internal', 'x', 'comms', ?)")
        .params(UUID.randomUUID(), number, at(minutes))
        .update();
  }

  private void line(String number, int minutes, String actor, String source) {
    jdbc.sql(
            "insert into timeline_entry (incident, at, actor, source, kind, text)"
                + " values (?, ?, ?, ?, 'note', 'x')")
        .params(number, at(minutes), actor, source)
        .update();
  }

  private Row incident(int level, Instant declared) {
    return new Row(level, declared);
  }

  /** A record as it stands afterwards. */
  private final class Row {

    private final int level;
    private final Instant declared;
    private @Nullable Instant started;
    private @Nullable Instant detected;
    private @Nullable Instant acknowledged;
    private @Nullable Instant responded;
    private @Nullable Instant mitigated;
    private @Nullable Instant resolved;
    private @Nullable String kind;
    private String status = "closed";
    private boolean drill;
    private boolean restricted;
    private int reopenings;

    Row(int level, Instant declared) {
      this.level = level;
      this.declared = declared;
      this.started = declared;
      this.detected = declared;
    }

    Row began(int minutesBefore, int detectedBefore) {
      started = declared.minus(Duration.ofMinutes(minutesBefore));
      detected = declared.minus(Duration.ofMinutes(detectedBefore));
      return this;
    }

    Row acknowledged(int minutes) {
      acknowledged = declared.plus(Duration.ofMinutes(minutes));
      return this;
    }

    Row responded(int minutes) {
      responded = declared.plus(Duration.ofMinutes(minutes));
      return this;
    }

    Row mitigated(int minutes) {
      mitigated = declared.plus(Duration.ofMinutes(minutes));
      return this;
    }

    Row resolved(int minutes) {
      resolved = declared.plus(Duration.ofMinutes(minutes));
      return this;
    }

    Row kind(String is) {
      kind = is;
      return this;
    }

    Row status(String is) {
      status = is;
      return this;
    }

    Row drill() {
      drill = true;
      return this;
    }

    Row restricted() {
      restricted = true;
      return this;
    }

    Row reopened() {
      reopenings = 1;
      return this;
    }

    String save() {
      var number = "INC-2025-03-03-%d%d".formatted(Math.abs(service.hashCode()), ++count);
      jdbc.sql(
              "insert into incident (number, version, title, policy, severity, severity_label,"
                  + " severity_confirmed, status, kind, security, drill, services, links,"
                  + " started_at, detected_at, declared_at, acknowledged_at, responded_at,"
                  + " mitigated_at, resolved_at, root_cause_confirmed, whys, recent_change,"
                  + " reopenings) values (?, 1, 'Sample', 'parsify', ?, 'Severity', true, ?, ?,"
                  + " ?, ?, array[?]::text[], '{}', ?, ?, ?, ?, ?, ?, ?, false, '{}', false, ?)")
          .params(
              number,
              level,
              status,
              kind,
              restricted,
              drill,
              service,
              stamp(started),
              stamp(detected),
              stamp(declared),
              stamp(acknowledged),
              stamp(responded),
              stamp(mitigated),
              stamp(resolved),
              reopenings)
          .update();
      return number;
    }

    private @Nullable Timestamp stamp(@Nullable Instant at) {
      return at == null ? null : Timestamp.from(at);
    }
  }
}
