package io.tocsin.process;

import static io.tocsin.statuspage.PublicPost.PublicStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.tocsin.engine.model.PublishUpdate;
import io.tocsin.engine.model.ReleaseWords;
import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.PublicDetails;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.publication.TakeDown;
import io.tocsin.publication.WordsOut;
import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.support.FakeServices;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
@Tag("thorough")
class PublishUpdateProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T14:30:00Z");
  private static final Actor COMMS = Actor.api("comms");
  private static final Actor COMMANDER = Actor.api("commander");
  private static final String RELEASE = ReleaseWords.Elements.TASK_RELEASE_WORDS;
  private static final String WRITE = ReleaseWords.Elements.TASK_WRITE_WORDS;
  private static final String SOCIAL = PublishUpdate.Elements.TASK_POST_SOCIAL_DRAFT;
  private static final String REMINDER = ReleaseWords.Elements.EVENT_REMINDER_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired StatusPage page;
  @Autowired TakeDown takeDown;
  @Autowired Deliveries deliveries;
  @Autowired TaskService tasks;
  @Autowired ManagementService management;
  @Autowired WireMockServer services;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void atHalfPastTwo() {
    response.at(T0);
  }

  @AfterEach
  void theListCanBeRead() {
    FakeServices.customers(services);
  }

  @Test
  void postsAtOnceWhereNobodyHasToRelease() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");

    assertThat(page.of(number))
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.body()).isEqualTo("Some of you cannot pay");
              assertThat(post.title()).isEqualTo("Trouble with Paying");
              assertThat(post.services()).containsExactly("checkout");
              assertThat(post.status()).isEqualTo(PublicStatus.INVESTIGATING);
              assertThat(post.nextUpdateAt()).isEqualTo(T0.plus(Duration.ofHours(1)));
              assertThat(post.banner()).isTrue();
            });
    assertThat(customers(number))
        .contains("ada@customer.example", "bob@customer.example", "customers@example.org");
    assertThat(customerMails(number)).allMatch(mail -> !mail.body().contains("answers with"));
    assertThat(response.timeline(number))
        .contains("update: On the status page: Trouble with Paying. Some of you cannot pay")
        .anyMatch(line -> line.contains("customers of checkout"))
        .noneMatch(line -> line.contains("ada@"));
    assertThat(response.ends(number, PublishUpdate.KEY))
        .containsExactlyInAnyOrder("Event_mailed", "Event_noSocial");
  }

  @Test
  void takesHeadlineAndServicesFromWhoeverWrites() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var details = new PublicDetails(" Payments\nfail ", List.of("ledger"), false);
    commands.update(number, "public", "We look", null, details, COMMS);
    response.runJobs(number);
    assertThat(page.of(number).get(0).title()).isEqualTo("Payments fail");
    assertThat(page.of(number).get(0).services()).containsExactly("ledger");

    var unknown = new PublicDetails(null, List.of("cellar"), false);
    assertThatThrownBy(() -> commands.update(number, "public", "x", null, unknown, COMMS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cellar");
  }

  @Test
  void waitsForTheReleaseAndRemindsUntilTheManagementHears() {
    var number = response.declareUnder("smartbeak", "2");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    say(number, "Some of you cannot pay");

    assertThat(page.of(number)).isEmpty();
    assertThat(customerMails(number)).isEmpty();
    var task = response.task(number, RELEASE);
    assertThat(task.getAssignee()).isEqualTo("commander");
    assertThat(task.getDueDate().toInstant()).isEqualTo(T0.plus(minutes(5)));
    // Nobody is asked to write other words meanwhile.
    assertThat(opens(number)).isEmpty();

    fire(number);
    assertThat(told(number, "release-due")).containsExactly("commander");
    fire(number);
    assertThat(told(number, "release-overdue")).contains("commander", "comms");
    fire(number);
    fire(number);
    assertThat(told(number, "release-escalated")).contains("commander", "manager");
    assertThat(dues(number)).containsExactly(T0.plus(minutes(25)));

    response.complete(number, RELEASE, "commander", Response.release("Some cannot pay"));
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("Some cannot pay");
    assertThat(customerMails(number)).as("optional, and nobody wanted it").isEmpty();
    // The next one counts from here.
    assertThat(opens(number)).containsExactly(T0.plus(minutes(15 + 30 - 5)));
    assertThat(response.ends(number, ReleaseWords.KEY)).containsExactly("Event_released");
  }

  @Test
  void mailsWhereThePolicyLeavesItToTheWriter() {
    var number = response.declareUnder("smartbeak", "2");
    commands.update(number, "public", "We look", null, new PublicDetails(null, null, true), COMMS);
    response.runJobs(number);
    response.complete(number, RELEASE, "commander", Response.release("We look"));
    assertThat(customers(number)).contains("ada@customer.example");
  }

  @Test
  void asksTheCommanderForNoReleaseOfTheirOwnWords() {
    var number = response.declareUnder("smartbeak", "2");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    commands.update(number, "public", "We look", null, COMMANDER);
    response.runJobs(number);
    assertThat(page.of(number)).hasSize(1);
  }

  @Test
  void asksForNoReleaseAnyMoreWhenTheWriterTakesTheCommand() {
    var number = response.declareUnder("smartbeak", "2");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    say(number, "We look");
    fire(number);
    commands.role(number, Role.COMMANDER, "comms", COMMS);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(RELEASE);
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("We look");
    assertThat(response.ends(number, ReleaseWords.KEY)).containsExactly("Event_released");
  }

  @Test
  void asksForNoneEitherWhenTheFormOfTheRolesGivesTheWriterTheCommand() {
    var number = response.declareUnder("smartbeak", "2");
    say(number, "We look");
    response.triage(number, 2);
    response.complete(
        number,
        "Task_assignRoles",
        "commander",
        Map.of(
            "commander", "comms", "technicalLead", "techlead", "communicationsLead", "techlead"));
    assertThat(response.open(number)).doesNotContain(RELEASE);
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("We look");
  }

  @Test
  void goesOnAskingWhenSomebodyElseTakesTheCommand() {
    var number = response.declareUnder("smartbeak", "2");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    say(number, "We look");
    var task = response.task(number, RELEASE).getId();
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    response.runJobs(number);
    assertThat(response.task(number, RELEASE).getId()).isEqualTo(task);
    assertThat(response.task(number, RELEASE).getAssignee()).isEqualTo("oncall1");
  }

  @Test
  void remindsNobodyOfWhatNobodyHasToReleaseAndWaits() {
    var number = response.declareUnder("smartbeak", "2");
    say(number, "We look");
    fire(number);
    jdbc.sql("update incident set commander = 'comms' where number = ?").param(number).update();
    for (int told = 0; told < 3; told++) {
      fire(number);
      assertThat(dues(number)).allMatch(due -> due.isAfter(ClockUtil.getCurrentTime().toInstant()));
    }
    assertThat(told(number, "release-overdue")).isEmpty();
    response.complete(number, RELEASE, "commander", Response.release("We look"));
    assertThat(page.of(number)).hasSize(1);
  }

  @Test
  void hasWordsWrittenAgainThatWereSentBack() {
    var number = response.declareUnder("smartbeak", "2");
    say(number, "The database is broken");
    response.complete(
        number,
        RELEASE,
        "commander",
        Map.of("releaseChoice", "sendBack", "sendBackReason", "Say what users feel"));
    var task = response.task(number, WRITE);
    assertThat(tasks.getVariable(task.getId(), "sentBack")).isEqualTo("Say what users feel");
    assertThat(page.of(number)).isEmpty();
    fire(number);
    assertThat(told(number, "release-due")).contains("comms");

    response.complete(
        number,
        WRITE,
        "comms",
        Map.of(
            "wordsChoice",
            "write",
            "publicTitle",
            "Slow shop",
            "publicText",
            "You may have to wait"));
    response.complete(number, RELEASE, "commander", Response.release("You may have to wait"));
    assertThat(page.of(number))
        .extracting(PublicPost::body)
        .containsExactly("You may have to wait");
  }

  @Test
  void takesBackWhatIsNotToBeSaid() {
    var number = response.declareUnder("smartbeak", "2");
    say(number, "The database is broken");
    response.complete(
        number, RELEASE, "commander", Map.of("releaseChoice", "sendBack", "sendBackReason", "No"));
    response.complete(
        number, WRITE, "comms", Map.of("wordsChoice", "withdraw", "withdrawReason", "Too early"));
    assertThat(page.of(number)).isEmpty();
    assertThat(response.ends(number, PublishUpdate.KEY)).containsExactly("Event_withdrawn");
    assertThat(opens(number)).as("an update is owed again").hasSize(1);
  }

  @Test
  void takesBackWhatWaitsWhenNewerWordsAreOutOrTheIncidentIsDismissed() {
    var number = response.declareUnder("smartbeak", "2");
    say(number, "First");
    response.at(T0.plus(minutes(1)));
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    commands.update(number, "public", "Second", null, COMMANDER);
    response.runJobs(number);
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("Second");
    assertThat(response.open(number)).doesNotContain(RELEASE);

    response.at(T0.plus(minutes(2)));
    say(number, "Third");
    response.at(T0.plus(minutes(3)));
    commands.dismiss(number, "A false alarm", COMMANDER);
    response.runJobs(number);
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("taken back"));
    response.complete(number, RELEASE, "commander", Response.release("All is well"));
    assertThat(page.of(number))
        .extracting(PublicPost::body, PublicPost::status)
        .containsExactly(
            tuple("Second", PublicStatus.INVESTIGATING),
            tuple("All is well", PublicStatus.RESOLVED));
    assertThat(response.jobs(number)).isEmpty();
  }

  @Test
  void saysNothingOfADismissalThatNobodyHeardOf() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    commands.dismiss(number, "A false alarm", COMMANDER);
    response.runJobs(number);
    assertThat(page.of(number)).isEmpty();
    assertThat(response.ran(number, PublishUpdate.KEY)).isFalse();
  }

  @Test
  void asksLegalTooOfWordsThatWaitWhenItBecomesAMatterOfSecurity() {
    var number = response.declareUnder("smartbeak", "2");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    say(number, "Some cannot pay");
    fire(number);
    assertThat(told(number, "release-due")).containsExactly("commander");
    commands.security(number, "Somebody is in our systems", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number)).filteredOn(RELEASE::equals).hasSize(2);
    var due = dues(number).get(0);
    while (dues(number).contains(due)) {
      fire(number);
    }
    assertThat(told(number, "release-due")).contains("commander", "exec");
  }

  @Test
  void asksCommanderAndLegalOfASecurityIncidentForTheSameWords() {
    var number = response.declareUnder("parsify", "2", true, false);
    commands.update(number, "public", "We look", null, Actor.api("security"));
    response.runJobs(number);
    assertThat(response.open(number)).filteredOn(RELEASE::equals).hasSize(2);

    assertThatThrownBy(() -> submit(number, "legal", "security", "We look"))
        .hasMessageContaining("permission");
    // Legal changes them: the commander reads them anew.
    submit(number, "legal", "exec", "We look into unusual sign-ins");
    assertThat(page.of(number)).isEmpty();
    submit(number, "incident-commander", "commander", "We look into unusual sign-ins");
    assertThat(page.of(number))
        .extracting(PublicPost::body)
        .containsExactly("We look into unusual sign-ins");
    // Released words reach the customers, when it has lasted for as long as the policy wants.
    assertThat(customerMails(number)).isEmpty();
    response.letTimePass(
        number, ClockUtil.getCurrentTime().toInstant().plus(Duration.ofMinutes(31)));
    assertThat(customers(number)).contains("ada@customer.example");
  }

  @Test
  void writesToTheCustomersOfWhatTheWordsName() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    commands.update(
        number,
        "public",
        "Invoices are late",
        null,
        new PublicDetails("Invoices are late", List.of("ledger"), true),
        COMMS);
    response.runJobs(number);
    assertThat(customers(number)).isNotEmpty().doesNotContain("ada@customer.example");
  }

  @Test
  void goesOnNamingWhatWasNamedUntilItIsResolved() {
    var number = response.declareUnder("betabaddies", "2", List.of("ledger"));
    name(number, "Nobody can pay", "checkout");
    response.fire(number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OPENS, "public");
    var asked = response.updateTask(number, "public").getId();
    assertThat(tasks.getVariable(asked, "publicServices").toString())
        .contains("checkout", "ledger");
    say(number, "We know more");
    toTheEnd(number);
    assertThat(page.of(number))
        .extracting(PublicPost::services)
        .containsExactly(
            List.of("checkout"), List.of("ledger", "checkout"), List.of("ledger", "checkout"));
  }

  @Test
  void tellsTheEndToTheCustomersOfAllThatWasNamed() {
    var number = response.declareUnder("betabaddies", "2", List.of("ledger"));
    name(number, "Nobody can pay", "checkout");
    name(number, "Paying works, invoices are late", "ledger");
    assertThat(customers(number)).containsOnlyOnce("ada@customer.example");
    toTheEnd(number);
    assertThat(page.of(number))
        .last()
        .extracting(PublicPost::services)
        .isEqualTo(List.of("ledger"));
    assertThat(customerMails(number))
        .filteredOn(mail -> mail.event().equals("resolved"))
        .extracting(Delivery::address)
        .contains("ada@customer.example");
  }

  @Test
  void asksForAReleaseWhenItBecomesAMatterOfSecurityJustBefore() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    commands.update(number, "public", "We look", null, COMMS);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of(
            "triageChoice", "respond",
            "severity", "2",
            "severityReason", "Seen",
            "securityIncident", true,
            "kind", "security-incident"));
    assertThat(page.of(number)).isEmpty();
    assertThat(response.open(number)).filteredOn(RELEASE::equals).hasSize(2);
  }

  @Test
  void postsTheHoldingTextAtOnceAndStillOwesAPersonsWords() {
    var number = response.declareUnder("smartbeak", "1");
    response.runJobs(number);
    assertThat(page.of(number))
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.at()).isEqualTo(T0);
              assertThat(post.title()).isEqualTo("Trouble with Paying");
              assertThat(post.body()).contains("looking into it").doesNotContain("errors");
            });
    assertThat(customers(number)).contains("ada@customer.example");
    response.fire(number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OPENS, "public");
    assertThat(response.updateTask(number, "public").getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(5)));
  }

  @Test
  void holdsWhenTheLevelIsRaisedUnlessSomethingWasSaid() {
    var silent = response.declareUnder("smartbeak", "2");
    commands.severity(silent, "1", "It spreads", COMMANDER);
    response.runJobs(silent);
    assertThat(page.of(silent)).hasSize(1);
    commands.dismiss(silent, "Only a test", COMMANDER);

    var said = response.declareUnder("smartbeak", "2");
    say(said, "We look");
    response.complete(said, RELEASE, "commander", Response.release("We look"));
    commands.severity(said, "1", "It spreads", COMMANDER);
    response.runJobs(said);
    assertThat(page.of(said)).hasSize(1);
  }

  @Test
  void holdsBackTheHoldingTextOfASecurityIncident() {
    var number = response.declareUnder("smartbeak", "1", true, false);
    response.runJobs(number);
    assertThat(page.of(number)).isEmpty();
    assertThat(response.open(number)).filteredOn(RELEASE::equals).hasSize(2);
  }

  @Test
  void writesToTheCustomersWhenItHasLastedLongEnough() {
    var number = response.declareUnder("parsify", "1", false, false);
    say(number, "We look");
    assertThat(customerMails(number)).isEmpty();
    response.at(T0.plus(minutes(10)));
    say(number, "We know more");
    assertThat(response.dues(number, PublishUpdate.KEY, "Event_mailDue"))
        .containsExactly(T0.plus(minutes(30)), T0.plus(minutes(30)));
    response.letTimePass(number, T0.plus(minutes(30)));
    assertThat(customerMails(number))
        .allMatch(mail -> mail.body().contains("We know more"))
        .extracting(Delivery::recipient)
        .contains("customer:ada@customer.example")
        .doesNotHaveDuplicates();
  }

  @Test
  void triesAgainWhenTheListCannotBeRead() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    services.stubFor(WireMock.get("/checkout/customers").willReturn(WireMock.serverError()));
    commands.update(number, "public", "We look", null, COMMS);
    assertThatThrownBy(() -> response.runJobs(number))
        .hasMessageContaining("The customers of checkout cannot be read: it answered 500");
    assertThat(page.of(number)).as("posted before").hasSize(1);
    FakeServices.customers(services);
    response.runJobs(number);
    response.jobs(number).stream()
        .filter(job -> job.getExceptionMessage() != null)
        .map(Job::getId)
        .forEach(management::executeJob);
    assertThat(customers(number)).contains("ada@customer.example");
    assertThat(page.of(number)).hasSize(1);
  }

  @Test
  void draftsForSocialMediaAndTakesAnOldDraftBack() {
    var number = response.declareUnder("subjunctive", "1", false, false);
    say(number, "We look");
    var first = response.task(number, SOCIAL);
    assertThat((String) tasks.getVariable(first.getId(), "socialText"))
        .contains("Trouble with Paying")
        .contains("We look");
    response.at(T0.plus(minutes(5)));
    say(number, "We know more");
    assertThat(response.task(number, SOCIAL).getId()).isNotEqualTo(first.getId());
    response.complete(
        number, SOCIAL, "comms", Map.of("socialChoice", "posted", "socialText", "We know more"));
    assertThat(response.timeline(number)).contains("update: Posted on social media: We know more");
  }

  @Test
  void saysThatItIsResolvedToAllWhoHeard() {
    var number = response.declareUnder("betabaddies", "1");
    say(number, "We look");
    toTheEnd(number);
    assertThat(page.of(number)).hasSize(2).last().satisfies(PublishUpdateProcessTest::resolved);
    assertThat(customerMails(number))
        .anyMatch(mail -> mail.event().equals("resolved") && mail.body().contains("is resolved"));
  }

  @Test
  void saysSoThoughTheIncidentHasBecomeSmallerThanWhatCustomersAreMailedOf() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    commands.severity(number, "3", "Few are hit", COMMANDER);
    toTheEnd(number);
    assertThat(page.of(number)).last().satisfies(PublishUpdateProcessTest::resolved);
    assertThat(customerMails(number))
        .filteredOn(mail -> mail.event().equals("resolved"))
        .extracting(Delivery::address)
        .contains("ada@customer.example");
  }

  @Test
  void mailsNobodyOfASmallIncidentThatNobodyWasMailedOf() {
    var number = response.declareUnder("betabaddies", "3", false, false);
    say(number, "Few of you cannot pay");
    toTheEnd(number);
    assertThat(page.of(number)).last().satisfies(PublishUpdateProcessTest::resolved);
    assertThat(customerMails(number)).isEmpty();
  }

  @Test
  void givesAPersonADayForTheCustomersWhereThePolicyDoes() {
    var number = response.declareUnder("storefront", "1");
    say(number, "We look");
    toTheEnd(number);
    var resolved = response.incident(number).resolvedAt();
    assertThat(response.task(number, WRITE).getDueDate().toInstant())
        .isEqualTo(resolved.plus(Duration.ofHours(24)));
    assertThat(page.of(number)).hasSize(1);
    commands.reopen(number, "It is back", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(WRITE);
    assertThat(response.ends(number, PublishUpdate.KEY)).containsExactly("Event_tooLate");
  }

  @Test
  void mailsTheEndWithThePersonsWordsThatTakeThePlaceOfTheResolution() {
    var number = response.declareUnder("storefront", "1");
    say(number, "We look");
    commands.severity(number, "3", "Few are hit", COMMANDER);
    toTheEnd(number);
    assertThat(ends(number)).as("they wait for a person").isEmpty();
    later(number, "It works again");
    assertThat(response.open(number)).doesNotContain(WRITE);
    assertThat(ends(number))
        .isNotEmpty()
        .allMatch(mail -> mail.body().contains("It works again"))
        .extracting(Delivery::address)
        .contains("ada@customer.example");

    later(number, "Thank you for waiting");
    assertThat(page.of(number))
        .last()
        .extracting(PublicPost::body)
        .isEqualTo("Thank you for waiting");
    assertThat(customerMails(number)).noneMatch(mail -> mail.body().contains("Thank you"));
  }

  @Test
  void saysAtOnceThatItIsNotOverAfterAll() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    commands.severity(number, "3", "Few are hit", COMMANDER);
    toTheEnd(number);
    assertThat(page.saysOver(number)).isTrue();
    assertThat(ends(number)).isNotEmpty();

    var reopened = ClockUtil.getCurrentTime().toInstant().plus(minutes(3));
    response.at(reopened);
    commands.reopen(number, "It is back", COMMANDER);
    response.runJobs(number);
    assertThat(page.saysOver(number)).isFalse();
    assertThat(page.of(number))
        .last()
        .satisfies(
            post -> {
              assertThat(post.status()).isEqualTo(PublicStatus.INVESTIGATING);
              assertThat(post.title()).isEqualTo("Trouble with Paying");
              assertThat(post.body())
                  .contains("Paying is not over after all")
                  .doesNotContain("back");
              assertThat(post.services()).containsExactly("checkout");
              assertThat(post.at()).isEqualTo(reopened);
            });
    assertThat(customerMails(number))
        .as("mailed of the end, so mailed of this too, whatever it has become inside")
        .filteredOn(mail -> mail.body().contains("not over after all"))
        .extracting(Delivery::address)
        .contains("ada@customer.example");

    commands.status(number, Status.IDENTIFIED, "Found", COMMANDER);
    response.runJobs(number);
    assertThat(page.of(number)).as("said once").hasSize(3);
  }

  @Test
  void sendsNoMailThatItIsOverOnceItIsNot() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    toTheEnd(number);
    var inside =
        deliveries.of(number).stream()
            .filter(one -> one.round().equals(ends(number).get(0).round()))
            .filter(one -> !one.audience().equals("customers"))
            .toList();
    assertThat(inside).isNotEmpty();
    jdbc.sql("update delivery set state = 'pending' where incident = ? and round = ?")
        .params(number, ends(number).get(0).round())
        .update();

    response.at(ClockUtil.getCurrentTime().toInstant().plus(minutes(3)));
    commands.reopen(number, "It is back", COMMANDER);
    response.runJobs(number);
    assertThat(ends(number)).isNotEmpty().allMatch(mail -> mail.state() == Delivery.State.STOPPED);
    assertThat(inside)
        .as("support reads what the page has said")
        .noneMatch(
            one ->
                deliveries.of(number).stream()
                    .filter(now -> now.id().equals(one.id()))
                    .allMatch(now -> now.state() == Delivery.State.STOPPED));
    assertThat(customerMails(number))
        .filteredOn(mail -> mail.body().contains("not over after all"))
        .isNotEmpty()
        .allMatch(mail -> mail.state() == Delivery.State.SENT);
    assertThat(response.timeline(number))
        .contains(
            "update: Mails to customers that were still to be sent are not sent, since newer"
                + " words are out: "
                + ends(number).size());
    assertThat(takeDown.out(number))
        .filteredOn(words -> words.kind().equals("resolution"))
        .as("nobody was mailed of it")
        .extracting(WordsOut::mailedAt)
        .containsOnlyNulls();
  }

  @Test
  void sendsOlderMailsAsLongAsNewerOnesCannotBeMade() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "It hits Ada");
    var older = customerMails(number).stream().map(Delivery::id).toList();
    assertThat(older).isNotEmpty();
    wait(older);

    services.stubFor(WireMock.get("/checkout/customers").willReturn(WireMock.serverError()));
    assertThatThrownBy(() -> later(number, "We know the cause")).hasMessageContaining("500");
    assertThat(customerMails(number))
        .as("nobody has the newer ones")
        .hasSameSizeAs(older)
        .allMatch(mail -> mail.state() == Delivery.State.PENDING);

    FakeServices.customers(services);
    response.jobs(number).stream()
        .filter(job -> job.getExceptionMessage() != null)
        .map(Job::getId)
        .forEach(management::executeJob);
    assertThat(customerMails(number))
        .hasSize(2 * older.size())
        .filteredOn(mail -> older.contains(mail.id()))
        .allMatch(mail -> mail.state() == Delivery.State.STOPPED);
  }

  @Test
  void stopsOlderMailsToThoseWhoGetNewerOnesOnly() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var both = new PublicDetails(null, List.of("checkout", "ledger"), false);
    commands.update(number, "public", "It hits Ada", null, both, COMMS);
    response.runJobs(number);
    var first = out(number);
    var older = customerMails(number).stream().map(Delivery::id).toList();
    wait(older);

    response.at(T0.plus(minutes(1)));
    name(number, "Only invoices are late", "ledger");
    assertThat(customerMails(number))
        .filteredOn(mail -> older.contains(mail.id()))
        .allSatisfy(
            mail ->
                assertThat(mail.state())
                    .isEqualTo(
                        mail.address().endsWith("@customer.example")
                            ? Delivery.State.PENDING
                            : Delivery.State.STOPPED))
        .extracting(Delivery::state)
        .contains(Delivery.State.PENDING, Delivery.State.STOPPED);
    assertThat(takeDown.out(number))
        .filteredOn(words -> words.id().equals(first))
        .as("some still get them, and have to hear the end")
        .extracting(WordsOut::mailedAt)
        .doesNotContainNull();
  }

  @Test
  void mailsNothingThatNewerWordsOvertakeWhileTheListIsRead() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var asked = new AtomicInteger();
    services.addMockServiceRequestListener(
        (request, answer) -> {
          if (request.getUrl().equals("/checkout/customers")
              && !takeDown.out(number).isEmpty()
              && asked.getAndIncrement() == 0) {
            response.at(T0.plus(minutes(1)));
            commands.update(number, "public", "We know the cause", null, COMMS);
            var job =
                response.jobs(number).stream()
                    .filter(one -> PublishUpdate.KEY.equals(one.getProcessDefinitionKey()))
                    .toList();
            job.stream()
                .map(Job::getId)
                .reduce((first, last) -> last)
                .ifPresent(management::executeJob);
          }
        });
    commands.update(number, "public", "It hits Ada", null, COMMS);
    assertThatThrownBy(() -> response.runJobs(number))
        .hasMessageContaining("Newer words are out since their mails were made");
    assertThat(customerMails(number)).isEmpty();
  }

  @Test
  void hasItReleasedThatARestrictedIncidentIsNotOver() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    toTheEnd(number);
    commands.security(number, "Somebody is in our systems", COMMANDER);
    response.at(ClockUtil.getCurrentTime().toInstant().plus(minutes(3)));
    commands.reopen(number, "It is back", COMMANDER);
    response.runJobs(number);
    assertThat(page.saysOver(number)).isTrue();
    assertThat(response.open(number)).filteredOn(RELEASE::equals).hasSize(2);
  }

  @Test
  void saysNothingOfAReopeningThatNobodyReadTheEndOf() {
    var number = response.declareUnder("storefront", "1");
    say(number, "We look");
    toTheEnd(number);
    commands.reopen(number, "It is back", COMMANDER);
    response.runJobs(number);
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("We look");
  }

  @Test
  void keepsADrillInside() {
    var number = response.declareUnder("betabaddies", "1", false, true);
    say(number, "We look");
    assertThat(page.of(number)).isEmpty();
    assertThat(customerMails(number)).isEmpty();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("A drill, so the public does not read this"));
  }

  @Test
  void pointsToTheIncidentThatGoesOnWithIt() {
    var other = response.declareUnder("betabaddies", "1");
    say(other, "We look");
    var number = response.declareUnder("betabaddies", "1");
    say(number, "We look here too");
    commands.merge(number, other, COMMANDER);
    response.runJobs(number);
    assertThat(page.of(number).get(1).body())
        .contains("part of another problem", "\"Trouble with Paying\"");
  }

  @Test
  void goesOnOutsideWithTheIncidentThatItWasMergedIntoWhenNobodyReadsOfThat() {
    var other = response.declareUnder("betabaddies", "2", List.of("ledger"));
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    var link = page.link(number);
    response.at(T0.plus(minutes(5)));
    commands.merge(number, other, COMMANDER);
    response.runJobs(number);
    response.runJobs(other);

    assertThat(page.of(number)).isEmpty();
    assertThat(page.link(other)).isEqualTo(link).isPresent();
    assertThat(page.of(other))
        .extracting(PublicPost::body, PublicPost::services)
        .containsExactly(tuple("Some of you cannot pay", List.of("checkout")));
    assertThat(page.saysOver(other)).isFalse();
    assertThat(response.timeline(other))
        .containsSubsequence(
            "status: " + number + " was merged into this incident",
            "note: Affected as well: checkout",
            "update: What the public reads of %s goes on with this incident: Trouble with Paying"
                .formatted(number));
    // The next words are owed by the other one, from what was said last.
    assertThat(opens(other)).containsExactly(T0.plus(minutes(60 - 5)));

    response.at(T0.plus(minutes(6)));
    toTheEnd(other);
    assertThat(page.of(other)).last().extracting(PublicPost::status).isEqualTo(RESOLVED);
    assertThat(page.of(other).get(1).services()).contains("checkout", "ledger");
    assertThat(ends(other)).extracting(Delivery::address).contains("ada@customer.example");
  }

  @Test
  void doesNotEndOutsideWhatGoesOnWithARestrictedIncident() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    var other = response.declareUnder("parsify", "2", true, false);
    commands.merge(number, other, Actor.api("security"));
    response.runJobs(number);
    response.runJobs(other);
    assertThat(page.of(other))
        .extracting(PublicPost::body)
        .containsExactly("Some of you cannot pay");
    assertThat(page.saysOver(other)).isFalse();

    commands.update(other, "public", "It spreads", null, Actor.api("security"));
    response.runJobs(other);
    assertThat(page.of(other)).as("not released").hasSize(1);
  }

  @Test
  void saysThatMoreIsPartOfItWhenBothAreReadOfOutside() {
    var other = response.declareUnder("betabaddies", "2", List.of("ledger"));
    say(other, "Invoices are late");
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "Some of you cannot pay");
    response.at(T0.plus(minutes(5)));
    commands.merge(number, other, COMMANDER);
    response.runJobs(other);
    response.runJobs(number);
    assertThat(page.of(number)).last().extracting(PublicPost::status).isEqualTo(RESOLVED);
    assertThat(page.of(other))
        .last()
        .satisfies(
            post -> {
              assertThat(post.services()).containsExactly("ledger", "checkout");
              assertThat(post.body()).contains("larger than we said", "Paying");
              assertThat(post.status()).isEqualTo(PublicStatus.INVESTIGATING);
            });
  }

  @Test
  void standsInForWhatIsTakenDownAndGoesOnFromThere() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var details = new PublicDetails("Ada cannot pay", List.of("checkout"), false);
    response.at(T0.plus(minutes(10)));
    commands.update(number, "public", "It hits Ada", null, details, COMMS);
    response.runJobs(number);
    assertThat(opens(number)).containsExactly(T0.plus(minutes(10 + 60 - 5)));
    response.at(T0.plus(minutes(15)));

    assertThat(takeDown.takeDown(number, out(number), "It names a customer", COMMS))
        .as("customers were mailed of it")
        .isTrue();
    response.runJobs(number);
    assertThat(page.of(number))
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.title()).isEqualTo("Trouble with Paying");
              assertThat(post.body())
                  .isEqualTo("What stood here was wrong, and we have taken it back.");
              assertThat(post.status()).isEqualTo(PublicStatus.INVESTIGATING);
              assertThat(post.at()).isEqualTo(T0.plus(minutes(10)));
            });
    assertThat(response.timeline(number))
        .contains(
            "update: Taken down, so that the public reads it no more: Ada cannot pay. It names a"
                + " customer");
    assertThat(opens(number))
        .as("as if nothing was said")
        .containsExactly(T0.plus(minutes(60 - 5)));

    toTheEnd(number);
    assertThat(page.of(number))
        .last()
        .satisfies(PublishUpdateProcessTest::resolved)
        .extracting(PublicPost::title)
        .isEqualTo("Trouble with Paying");
  }

  @Test
  void takesTheHeadlineDownWhereverItWasCarriedOnTo() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var details = new PublicDetails("Ada cannot pay", null, false);
    commands.update(number, "public", "It hits somebody", null, details, COMMS);
    response.runJobs(number);
    later(number, "We know the cause");
    var first = takeDown.out(number).get(1).id();

    takeDown.takeDown(number, first, "It names a customer", COMMS);
    assertThat(page.of(number))
        .extracting(PublicPost::title, PublicPost::body)
        .containsExactly(
            tuple("Trouble with Paying", "What stood here was wrong, and we have taken it back."),
            tuple("Trouble with Paying", "We know the cause"));
    later(number, "It is mended");
    assertThat(page.of(number))
        .last()
        .extracting(PublicPost::title)
        .isEqualTo("Trouble with Paying");
  }

  @Test
  void hasWhatWaitsReadAgainUnderTheNeutralHeadline() {
    var number = response.declareUnder("smartbeak", "2", false, false);
    say(number, "It hits somebody");
    response.complete(number, RELEASE, "commander", Response.release("It hits somebody"));
    later(number, "We know the cause");
    var waiting = response.task(number, RELEASE).getId();

    takeDown.takeDown(number, out(number), "It names a customer", COMMS);
    response.runJobs(number);
    var task = response.task(number, RELEASE).getId();
    assertThat(task).isNotEqualTo(waiting);
    assertThat(tasks.getVariable(task, "publicTitle")).isEqualTo("Trouble with Paying");
    assertThatThrownBy(
            () ->
                response.submit(
                    number, RELEASE, "commander", Response.release("We know the cause")))
        .as("as a form has it that was opened before")
        .hasMessageContaining("this headline was taken down");
    response.complete(
        number,
        RELEASE,
        "commander",
        Map.of(
            "releaseChoice", "release",
            "publicTitle", "Trouble with Paying",
            "publicText", "We know the cause"));
    assertThat(page.of(number))
        .extracting(PublicPost::body)
        .containsExactly(
            "What stood here was wrong, and we have taken it back.", "We know the cause");
  }

  @Test
  void saysNoHeadlineAgainThatWasTakenDown() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var details = new PublicDetails("Ada cannot pay", null, false);
    commands.update(number, "public", "It hits somebody", null, details, COMMS);
    response.runJobs(number);
    takeDown.takeDown(number, out(number), "It names a customer", COMMS);

    assertThatThrownBy(() -> commands.update(number, "public", "We look", null, details, COMMS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("title: this headline was taken down; write another");
    later(number, "We look");
    assertThat(takeDown.takeDown(number, out(number), "Too early", COMMS)).isTrue();
    later(number, "We know the cause");
    assertThat(page.of(number))
        .last()
        .extracting(PublicPost::title)
        .isEqualTo("Trouble with Paying");
  }

  @Test
  void takesTheHeadlineOutOfWhatPointsToIt() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var details = new PublicDetails("Ada cannot pay", null, false);
    commands.update(number, "public", "It hits somebody", null, details, COMMS);
    response.runJobs(number);
    var other = response.declareUnder("betabaddies", "2", false, false);
    later(other, "We look");
    commands.merge(other, number, COMMANDER);
    response.runJobs(other);
    assertThat(page.of(other)).last().extracting(PublicPost::body).asString().contains("Ada");

    var first = takeDown.out(number).stream().filter(post -> post.kind().equals("update"));
    takeDown.takeDown(number, first.findFirst().orElseThrow().id(), "It names a customer", COMMS);
    assertThat(page.of(other))
        .last()
        .extracting(PublicPost::body)
        .asString()
        .contains("under \"Trouble with Paying\"");
    assertThat(page.of(number)).extracting(PublicPost::title).containsOnly("Trouble with Paying");
  }

  @Test
  void stopsTheMailsOfWhatAMergeHasHandedOver() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    say(number, "It hits Ada");
    jdbc.sql("update delivery set state = 'pending' where incident = ? and audience = 'customers'")
        .param(number)
        .update();
    var into = response.declareUnder("betabaddies", "2", false, false);
    commands.merge(number, into, COMMANDER);
    response.runJobs(number);
    jdbc.sql("update delivery set state = 'pending' where incident = ? and audience = 'customers'")
        .param(number)
        .update();

    assertThat(takeDown.takeDown(into, out(into), "It names a customer", COMMS)).isFalse();
    assertThat(customerMails(number)).allMatch(one -> one.state() == Delivery.State.STOPPED);
  }

  @Test
  void mailsNothingThatIsTakenDownWhileTheListIsRead() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var asked = new AtomicInteger();
    services.addMockServiceRequestListener(
        (request, answer) -> {
          if (request.getUrl().equals("/checkout/customers")
              && !takeDown.out(number).isEmpty()
              && asked.getAndIncrement() == 0) {
            takeDown.takeDown(number, out(number), "It names a customer", COMMS);
          }
        });
    commands.update(number, "public", "It hits Ada", null, COMMS);
    assertThatThrownBy(() -> response.runJobs(number))
        .hasMessageContaining("taken down while their mails were made");
    assertThat(customerMails(number)).isEmpty();
    response.jobs(number).stream()
        .filter(job -> job.getExceptionMessage() != null)
        .map(Job::getId)
        .forEach(management::executeJob);
    assertThat(customerMails(number)).isEmpty();
  }

  @Test
  void mailsNothingThatIsTakenDownBefore() {
    var number = response.declareUnder("parsify", "1", false, false);
    say(number, "It hits Ada");
    assertThat(response.dues(number, PublishUpdate.KEY, "Event_mailDue")).isNotEmpty();

    assertThat(takeDown.takeDown(number, out(number), "It names a customer", COMMS)).isFalse();
    response.letTimePass(number, T0.plus(minutes(30)));
    assertThat(customerMails(number)).isEmpty();
    assertThat(takeDown.out(number)).isEmpty();
  }

  @Test
  void sendsNoMailThatWaitsAndAsksForNoDraftOfWhatIsTakenDown() {
    var number = response.declareUnder("subjunctive", "1", false, false);
    say(number, "It hits Ada");
    var waiting = deliveries.of(number).stream().filter(one -> one.body().contains("Ada")).toList();
    assertThat(waiting).isNotEmpty();
    jdbc.sql("update delivery set state = 'pending' where incident = ? and event = ?")
        .params(number, "status-update-public")
        .update();
    assertThat(response.open(number)).contains(SOCIAL);

    takeDown.takeDown(number, out(number), "It names a customer", COMMS);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(SOCIAL);
    assertThat(deliveries.of(number))
        .filteredOn(one -> one.event().equals("status-update-public"))
        .isNotEmpty()
        .allMatch(one -> one.state() == Delivery.State.STOPPED);
  }

  /** As if the mail server had been down all the time. */
  private void wait(List<UUID> mails) {
    jdbc.sql("update delivery set state = 'pending' where id in (:mails)")
        .param("mails", mails)
        .update();
  }

  private UUID out(String number) {
    return takeDown.out(number).get(0).id();
  }

  private static void resolved(PublicPost post) {
    assertThat(post.status()).isEqualTo(PublicStatus.RESOLVED);
    assertThat(post.body()).contains("with Paying is resolved");
    assertThat(post.nextUpdateAt()).isNull();
  }

  private void say(String number, String text) {
    commands.update(number, "public", text, null, COMMS);
    response.runJobs(number);
  }

  private void name(String number, String text, String service) {
    var details = new PublicDetails(null, List.of(service), false);
    commands.update(number, "public", text, null, details, COMMS);
    response.runJobs(number);
    response.at(ClockUtil.getCurrentTime().toInstant().plus(minutes(1)));
  }

  private void later(String number, String text) {
    response.at(ClockUtil.getCurrentTime().toInstant().plus(minutes(1)));
    say(number, text);
  }

  private List<Delivery> ends(String number) {
    return customerMails(number).stream().filter(mail -> mail.event().equals("resolved")).toList();
  }

  private void toTheEnd(String number) {
    response.triage(number, response.incident(number).severity());
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
  }

  /** Releases words as one of several approvers. */
  private void submit(String number, String group, String person, String text) {
    var task =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey(RELEASE)
            .list()
            .stream()
            .filter(open -> group.equals(tasks.getVariable(open.getId(), "approver")))
            .findFirst()
            .orElseThrow();
    response.answer(number, task, person, Response.release(text));
  }

  private void fire(String number) {
    response.fire(number, ReleaseWords.KEY, REMINDER);
  }

  private List<Instant> dues(String number) {
    return response.dues(number, ReleaseWords.KEY, REMINDER);
  }

  /** When the task to write to the public opens. */
  private List<Instant> opens(String number) {
    return response.dues(
        number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OPENS, "public");
  }

  private List<String> told(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .map(Delivery::recipient)
        .distinct()
        .toList();
  }

  private List<Delivery> customerMails(String number) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.audience().equals("customers"))
        .toList();
  }

  private List<String> customers(String number) {
    return customerMails(number).stream().map(Delivery::address).toList();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
