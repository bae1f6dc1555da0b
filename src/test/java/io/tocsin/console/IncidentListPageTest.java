package io.tocsin.console;

import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.manager;
import static io.tocsin.console.Visitors.processOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.people.People;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.UnsupportedEncodingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TocsinTest
class IncidentListPageTest {

  private static final Actor ACTOR = Actor.console("commander");
  private static final int PAGES = 200;

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired People people;

  @Test
  void showsSeverityStatusAndCommanderInWords() {
    var number = response.declare("1");
    commands.role(number, Role.COMMANDER, "commander", ACTOR);

    assertThat(row(listTo("/incidents?show=open", number), number))
        .contains("Severity 1", "provisional", "investigating", "checkout")
        .contains(people.find("commander").orElseThrow().name())
        .contains("/incidents/" + number);
  }

  @Test
  void marksTheFilesOfThePageWithTheirContentAndNothingElse() {
    var number = response.declare("3");

    assertThat(listTo("/incidents?show=open", number))
        .containsPattern("\"/assets/tocsin-[0-9a-f]{32}\\.css\"")
        .containsPattern("\"/webjars/htmx\\.org/[0-9.]+/dist/htmx\\.min\\.js\"")
        .contains("\"/incidents/" + number + "\"");
  }

  @Test
  void offersTheServicesOfOpenIncidentsThatTheCatalogDoesNotKnow() {
    response.declare("3", List.of("old-mainframe"), false);
    var closed = response.declare("3", List.of("older-mainframe"), false);
    commands.dismiss(closed, "a false alarm", ACTOR);

    assertThat(list("/incidents"))
        .contains("<option value=\"old-mainframe\">old-mainframe</option>")
        .doesNotContain("older-mainframe");
  }

  @Test
  void putsTheNewestFirst() {
    var older = response.declare("2");
    var newer = response.declare("2");

    var page = listTo("/incidents?show=open", older);

    assertThat(page.indexOf(newer)).isNotNegative().isLessThan(page.indexOf(older));
  }

  @Test
  void showsWhatIsOverOnlyWhenAskedForAll() {
    var number = response.declare("3");
    commands.dismiss(number, "a false alarm", ACTOR);

    assertThat(list("/incidents")).doesNotContain(number);
    assertThat(row(listTo("/incidents?show=all", number), number)).contains("dismissed");
  }

  @Test
  void filtersByLevelAndService() {
    var worst = response.declare("1");
    var mild = response.declare("4", List.of("ledger"), false);

    assertThat(listTo("/incidents?severity=4", mild)).contains(mild).doesNotContain(worst);
    assertThat(listTo("/incidents?service=ledger", mild)).contains(mild).doesNotContain(worst);
    assertThat(listTo("/incidents?severity=1&service=", worst))
        .contains(worst)
        .doesNotContain(mild);
  }

  @Test
  void refusesALevelThatIsNone() {
    assertThat(mvc.get().uri("/incidents?severity=x").with(commander())).hasStatus(400);
    assertThat(mvc.get().uri("/incidents?severity=9&page=-3").with(commander())).hasStatusOk();
  }

  @Test
  void givesItsLinesAloneToThePageThatIsOpen() {
    var number = response.declare("2");

    assertThat(listTo("/incidents/table?show=open", number))
        .contains(number)
        .doesNotContain("<html", "<nav aria");
  }

  @Test
  void saysSoWhenThereIsNothing() {
    assertThat(list("/incidents?service=nothing-of-the-kind")).contains("No open incidents");
    assertThat(list("/incidents?show=all&page=9999")).contains("No older incidents");
  }

  @Test
  void offersEverybodyWhatIsForThem() {
    assertThat(list("/incidents"))
        .contains("/incidents/new", "/camunda/app/tasklist/default/", "action=\"/logout\"")
        .doesNotContain("/camunda/app/cockpit");
    assertThat(mvc.get().uri("/incidents").with(manager()))
        .bodyText()
        .doesNotContain("/incidents/new");
    assertThat(mvc.get().uri("/incidents").with(processOwner()))
        .bodyText()
        .contains("/camunda/app/cockpit/default/");
  }

  @Test
  void needsNoInlineScriptOrStyle() {
    assertThat(list("/incidents"))
        .doesNotContain(" style=", "<style", " onclick", "javascript:")
        .doesNotContainPattern("<script(?![^>]* src=)");
  }

  /**
   * The pages up to the one with an incident: other tests declare theirs at any time, ahead of now
   * too.
   */
  private String listTo(String address, String number) {
    var pages = new StringBuilder();
    for (int page = 0; page < PAGES && pages.indexOf("row-" + number) < 0; page++) {
      pages.append(list(address + "&page=" + page));
    }
    return pages.toString();
  }

  private String list(String address) {
    var page = mvc.get().uri(address).with(commander()).exchange();
    assertThat(page).hasStatusOk();
    return body(page);
  }

  static String body(MvcTestResult page) {
    try {
      return page.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static String row(String page, String number) {
    var at = page.indexOf("row-" + number);
    assertThat(at).as("row of %s", number).isPositive();
    return page.substring(page.lastIndexOf("<tr", at), page.indexOf("</tr>", at));
  }
}
