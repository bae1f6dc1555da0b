package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.tocsin.drill.Drills.Wanted;
import io.tocsin.drill.PracticeMap.Due;
import io.tocsin.drill.PracticeMap.Place;
import io.tocsin.drill.Surprises.Plan;
import io.tocsin.drill.Surprises.Planned;
import io.tocsin.engine.BusinessKey;
import io.tocsin.engine.model.PlayScript;
import io.tocsin.engine.model.SurpriseDrill;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** How the kinds of drill differ, and what counts as practice. */
@TocsinTest
class DrillKindsTest {

  private static final Actor LEAD = Actor.api("drill");

  @Autowired Drills drills;
  @Autowired DrillStore store;
  @Autowired Surprises surprises;
  @Autowired PracticeMap map;
  @Autowired Scorecards scorecards;
  @Autowired SimulatedServices services;
  @Autowired TabletopVeto veto;
  @Autowired Incidents incidents;
  @Autowired Access access;
  @Autowired Response response;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired MockMvcTester web;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private String number = "";

  @AfterEach
  void over() {
    if (!number.isEmpty()) {
      response.runJobs(number);
    }
    if (!number.isEmpty() && store.get(number).endedAt() == null) {
      drills.breakOff(number, "The test is over", LEAD);
      response.runJobs(number);
    }
  }

  @Test
  void aTabletopBreaksNothingAndRunsNothing() {
    assertThatThrownBy(
            () ->
                drills.start(
                    new Wanted("bad-deployment", "tabletop", 30, null, true, false), "drill"))
        .hasStackTraceContaining("people play a tabletop");

    number = start("tabletop");
    response.runJobs(number);

    assertThat(services.get("shop-web").healthy()).isTrue();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.startsWith("drill: A tabletop: nothing is broken"));
    assertThat(veto.against(incidents.get(number), "shop-web", "restart"))
        .hasValueSatisfying(why -> assertThat(why).contains("nothing is run"));
    assertThatThrownBy(() -> drills.byHand(number, byHand("break", "x"), LEAD))
        .hasMessageContaining("Nothing is broken at a tabletop");
    assertThat(scorecards.of(number).results())
        .extracting(Scorecard.Result::criterion)
        .contains("acknowledged")
        .doesNotContain("rolled-back");
    assertThat(drills.waiting(store.get(number)))
        .as("what is said comes at its time, as ever")
        .extracting(Script.Due::step)
        .containsExactly("inject-first-complaint", "inject-asked-by-sales");
  }

  @Test
  void anActionOfAnotherKindOfDrillIsRun() {
    number = start("simulation");
    assertThat(veto.against(incidents.get(number), "shop-web", "restart")).isEmpty();
  }

  @Test
  void aGameDayWaitsForItsLead() {
    number = start("game-day");
    response.runJobs(number);
    assertThat(services.get("shop-web").healthy()).as("it begins as it says").isFalse();

    response.at(store.get(number).startedAt().plusSeconds(60));
    look();
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("A customer says"));

    drills.byHand(number, step("inject-first-complaint"), LEAD);
    assertThat(response.timeline(number))
        .contains("drill: By hand, by drill")
        .anyMatch(line -> line.contains("A customer says: I cannot pay any more"));
    assertThat(store.done(number, "inject-first-complaint", "Again"))
        .as("whoever comes second, brings nothing in")
        .isFalse();
    assertThatThrownBy(() -> drills.byHand(number, step("inject-first-complaint"), LEAD))
        .as("once")
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of the script that waits");
  }

  @Test
  void aSurpriseBeginsByItselfAndOnlyItsLeadKnows() {
    var now = clock.instant();
    assertThatThrownBy(
            () ->
                drills.start(
                    new Wanted("bad-deployment", "surprise", null, null, false, false), "drill"))
        .hasMessageContaining("/api/v1/drills/surprises");
    var planned = surprises.plan(plan("bad-deployment", Duration.ofHours(8)), "drill");
    var other = surprises.plan(plan("bad-deployment", Duration.ofHours(8)), "drill");

    assertThat(planned.until()).isBetween(now.plusSeconds(28_799), now.plusSeconds(28_860));
    assertThat(surprises.of("drill")).contains(planned, other);
    assertThat(surprises.of("admin")).doesNotContain(planned);
    assertThatThrownBy(() -> surprises.callOff(planned.id(), "admin"))
        .isInstanceOf(NotFoundException.class);

    var moment =
        response.due(key(planned), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT);
    assertThat(moment).isBetween(planned.from().minusSeconds(1), planned.until());
    surprises.callOff(other.id(), "drill");
    assertThat(surprises.of("drill")).contains(planned).doesNotContain(other);
    assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(other.id()).count())
        .isZero();

    response.fire(key(planned), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT);
    number =
        jdbc.sql("select incident from surprise_drill where id = ?")
            .param(planned.id())
            .query(String.class)
            .single();
    assertThat(store.get(number))
        .extracting(Drill::kind, Drill::lead, Drill::scenario, d -> d.pace().response())
        .containsExactly("surprise", "drill", "bad-deployment", 20);
    assertThat(surprises.of("drill")).doesNotContain(planned);
    assertThat(response.incident(number).drill()).isTrue();
  }

  @Test
  void refusesASurpriseThatMakesNoSense() {
    assertThatThrownBy(() -> surprises.plan(plan("war", Duration.ofHours(1)), "drill"))
        .hasStackTraceContaining("is none of");
    assertThatThrownBy(() -> surprises.plan(plan("bad-deployment", Duration.ofDays(31)), "drill"))
        .hasStackTraceContaining("more than 30 days ahead");
    assertThatThrownBy(
            () -> surprises.plan(plan("bad-deployment", Duration.ofSeconds(30)), "drill"))
        .hasStackTraceContaining("at least a minute");
    var sudden = new Plan("bad-deployment", null, Duration.ofHours(1), 0, null, false);
    assertThatThrownBy(() -> surprises.plan(sudden, "drill"))
        .hasStackTraceContaining("pace: is a whole number");
    var hasty = new Plan("bad-deployment", null, Duration.ofHours(1), 1000, null, false);
    assertThatThrownBy(() -> surprises.plan(hasty, "drill"))
        .as("at its moment it could not begin")
        .hasStackTraceContaining("pace: 60 at most");
    var past =
        new Plan(
            "bad-deployment",
            clock.instant().minusSeconds(600),
            Duration.ofHours(1),
            null,
            null,
            false);
    assertThatThrownBy(() -> surprises.plan(past, "drill"))
        .hasStackTraceContaining("lies in the past");
  }

  @Test
  void whatWasPlayedToItsEndIsPractised() {
    number = start("simulation");
    response.runJobs(number);
    drills.breakOff(number, "The test is over", LEAD);
    response.runJobs(number);
    assertThat(fullDrill().drill()).as("broken off").isNotEqualTo(number);

    jdbc.sql("update drill set aborted = null where incident = ?").param(number).update();
    var ended = store.get(number).endedAt();
    assertThat(map.places("manager"))
        .filteredOn(place -> place.drill().equals(number))
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.kind()).isEqualTo("service-outage");
              assertThat(place.level()).isEqualTo(2);
              assertThat(place.percent()).isBetween(0, 100);
            });
    var due = fullDrill();
    assertThat(due.drill()).isEqualTo(number);
    assertThat(due.overdue()).isFalse();
    assertThat(due.dueAt())
        .as("a quarter later")
        .isEqualTo(ended.atZone(ZoneOffset.UTC).plusMonths(3).toInstant());
    assertThat(due("parsify", "major-simulation").drill())
        .as("of level 1 only")
        .isNotEqualTo(number);
    assertThat(map.calendar("manager")).extracting(Due::routine).doesNotContain("procedure-review");

    response.at(ended.plus(Duration.ofDays(100)));
    assertThat(fullDrill().overdue()).isTrue();

    jdbc.sql("update drill set unattended = true where incident = ?").param(number).update();
    assertThat(fullDrill().drill()).as("nobody has practised").isNotEqualTo(number);
  }

  @Test
  void playersReadWhatTheyPlayAlsoWhenItIsRestricted() {
    number = start("simulation");
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    var drill = incidents.get(number);

    assertThat(access.mayRead("sim-techlead", drill)).isTrue();
    assertThat(access.mayRead("scribe", drill)).isFalse();
    var real = response.declare("high", List.of("shop-db"), true);
    assertThat(access.mayRead("sim-techlead", incidents.get(real))).isFalse();
  }

  @Test
  void aRestrictedDrillShowsOnlyWhenItWasToThoseWhoMayNotReadIt() {
    number = start("simulation");
    response.runJobs(number);
    drills.breakOff(number, "The test is over", LEAD);
    response.runJobs(number);
    jdbc.sql("update drill set aborted = null where incident = ?").param(number).update();
    var before = map.places("scribe");
    jdbc.sql("update incident set security = true where number = ?").param(number).update();

    assertThat(before).extracting(Place::drill).contains(number);
    assertThat(map.places("security")).extracting(Place::drill).contains(number);
    assertThat(map.places("scribe")).extracting(Place::drill).doesNotContain(number);
    assertThat(fullDrill("security").drill()).isEqualTo(number);
    assertThat(fullDrill("scribe"))
        .extracting(Due::drill, Due::percent, Due::last, Due::dueAt)
        .containsExactly(null, null, fullDrill("security").last(), fullDrill("security").dueAt());
  }

  @Test
  void nobodyLeadsARestrictedDrillWhoMayNotReadIt() {
    number = start("simulation");
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    var other = user("scribe").authorities(new SimpleGrantedAuthority("drill-lead"));

    for (var what : List.of("pause", "resume", "abort", "injects")) {
      assertThat(
              web.post()
                  .uri("/api/v1/drills/" + number + "/" + what)
                  .contentType(MediaType.APPLICATION_JSON)
                  .content("{\"reason\": \"x\", \"kind\": \"note\", \"text\": \"x\"}")
                  .with(other)
                  .with(csrf()))
          .as(what)
          .hasStatus(404);
      assertThat(web.post().uri("/drills/" + number + "/" + what).with(other).with(csrf()))
          .as("page: " + what)
          .hasStatus(404);
    }
    assertThat(store.get(number).pausedAt()).isNull();
    assertThat(drills.pause(number, LEAD).pausedAt()).isNotNull();
  }

  @Test
  void aSurpriseIsPutOffWhileAnIncidentIsOpenAndMissedAfterItsTime() {
    number = start("simulation");
    var planned = surprises.plan(plan("bad-deployment", Duration.ofHours(8)), "drill");
    response.fire(key(planned), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT);

    assertThat(clock.instant()).isBeforeOrEqualTo(planned.until());
    assertThat(
            response.due(
                key(planned), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT))
        .as("another moment of its time")
        .isBetween(clock.instant().minusSeconds(1), planned.until());
    assertThat(surprises.of("drill")).contains(planned);

    response.at(planned.until().minusSeconds(30));
    response.fireAsItIs(
        key(planned), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT);
    assertThat(
            runtime.createProcessInstanceQuery().processInstanceBusinessKey(key(planned)).count())
        .isZero();
    assertThat(surprises.of("drill"))
        .filteredOn(one -> one.id().equals(planned.id()))
        .singleElement()
        .satisfies(one -> assertThat(one.missed()).contains("was not closed"));
    surprises.callOff(planned.id(), "drill");
    assertThat(surprises.of("drill")).extracting(Planned::id).doesNotContain(planned.id());
  }

  @Test
  void aSurpriseThatIsFoundTooLateOrCannotBeginEnds() {
    var late = surprises.plan(plan("bad-deployment", Duration.ofHours(1)), "drill");
    var stuck = surprises.plan(plan("bad-deployment", Duration.ofHours(1)), "drill");
    response.at(late.until().plus(Duration.ofHours(1)));
    response.fire(key(late), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT);
    assertThat(surprises.of("drill"))
        .filteredOn(one -> one.id().equals(late.id()))
        .singleElement()
        .satisfies(one -> assertThat(one.missed()).contains("time was over"));

    var timer = response.jobs(key(stuck)).stream().filter(job -> job.getDuedate() != null).toList();
    assertThat(timer).hasSize(1);
    management.executeJob(timer.get(0).getId());
    // No message reaches it at the step before which it stands.
    surprises.callOff(stuck.id(), "drill");
    assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(key(stuck)).count())
        .isZero();
    assertThat(surprises.of("drill")).extracting(Planned::id).doesNotContain(stuck.id());
    surprises.callOff(late.id(), "drill");
  }

  @Test
  void aSurpriseThatCanNeverBeginAnyMoreIsMissedWithTheReason() {
    var planned = surprises.plan(plan("bad-deployment", Duration.ofHours(1)), "drill");
    // A shorter deadline than when it was planned comes to the same as a faster pace.
    runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(key(planned))
        .list()
        .forEach(instance -> runtime.setVariable(instance.getId(), "pace", 1000));
    response.fire(key(planned), SurpriseDrill.KEY, SurpriseDrill.Elements.EVENT_SURPRISE_MOMENT);

    assertThat(surprises.of("drill"))
        .filteredOn(one -> one.id().equals(planned.id()))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.missed()).startsWith("It cannot begin any more: pace: 60 at most"));
    assertThat(
            runtime.createProcessInstanceQuery().processInstanceBusinessKey(key(planned)).count())
        .isZero();
    surprises.callOff(planned.id(), "drill");
  }

  private static String key(Planned planned) {
    return BusinessKey.apart(planned.id());
  }

  private Due fullDrill() {
    return fullDrill("manager");
  }

  private Due fullDrill(String reader) {
    return map.calendar(reader).stream()
        .filter(one -> one.policy().equals("parsify") && one.routine().equals("full-drill"))
        .findFirst()
        .orElseThrow();
  }

  private Due due(String policy, String routine) {
    return map.calendar("manager").stream()
        .filter(one -> one.policy().equals(policy) && one.routine().equals(routine))
        .findFirst()
        .orElseThrow();
  }

  private String start(String kind) {
    return drills
        .start(new Wanted("bad-deployment", kind, 30, null, false, false), "drill")
        .incident();
  }

  private void look() {
    response.fireAsItIs(number, PlayScript.KEY, PlayScript.Elements.EVENT_LOOK_AGAIN);
  }

  private static Plan plan(String scenario, Duration within) {
    return new Plan(scenario, null, within, null, null, false);
  }

  private static ByHand step(String step) {
    return new ByHand(step, null, null, null, null, null, 0);
  }

  private static ByHand byHand(String kind, String text) {
    return new ByHand(null, kind, text, null, null, "shop-web", 0);
  }
}
