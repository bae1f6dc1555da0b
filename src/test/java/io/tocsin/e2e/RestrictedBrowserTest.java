package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Value;

/** A security incident over HTTP and in a browser, for those who may read it and those who not. */
@LiveTocsinTest
class RestrictedBrowserTest {

  @Value("http://localhost:${server.port}")
  String base;

  @Test
  void insidersWorkOnItAndOutsidersFindNothing() {
    var number =
        Caller.person(base, "security")
            .post(
                "/api/v1/incidents",
                Map.of(
                    "title",
                    "Somebody reads the customer table",
                    "severity",
                    "2",
                    "security",
                    true,
                    "services",
                    List.of("shop-db")))
            .json(201)
            .get("number")
            .asText();
    var tasks = "/engine-rest/task?maxResults=50&processInstanceBusinessKey=" + number;

    var onCall = Caller.person(base, "exec").read("/api/v1/oncall/primary").get("person").asText();
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(() -> assertThat(Caller.person(base, onCall).read(tasks)).isNotEmpty());
    var task = Caller.person(base, onCall).read(tasks).get(0).get("id").asText();
    var variables = "/engine-rest/task/" + task + "/form-variables";
    assertThat(Caller.person(base, onCall).get(variables).json(200).has("briefing")).isTrue();

    var outsider = Caller.person(base, "scribe");
    assertThat(outsider.read(tasks)).isEmpty();
    assertThat(outsider.get("/engine-rest/task/" + task).status()).isIn(403, 404);
    assertThat(outsider.get(variables).status()).isIn(403, 404);
    for (var rest :
        List.of(
            "/engine-rest/process-instance?maxResults=50&businessKey=",
            "/engine-rest/history/task?maxResults=50&processInstanceBusinessKey=",
            "/engine-rest/history/process-instance?maxResults=50&processInstanceBusinessKey=")) {
      assertThat(outsider.read(rest + number)).as(rest).isEmpty();
    }
    assertThat(outsider.get("/api/v1/incidents/" + number).status()).isEqualTo(404);

    look("security", number, "restricted");
    look("scribe", number, "restricted-outsider");
  }

  private void look(String person, String number, String picture) {
    var browser = Browser.start();
    try {
      signIn(browser, person);
      browser.get(base + "/incidents");
      Browser.photograph(browser, picture + "-list");
      var reads = person.equals("security");
      assertThat(browser.getPageSource().contains(number)).isEqualTo(reads);
      browser.get(base + "/incidents/" + number);
      Browser.photograph(browser, picture);
      if (reads) {
        browser.findElement(By.cssSelector("#command-name summary")).click();
        browser.executeScript("document.getElementById('readers').scrollIntoView()");
        Browser.photograph(browser, picture + "-readers");
        assertThat(browser.findElement(By.id("readers")).getText())
            .contains("Who can read this", "Declared it", "Called by the ladder");
      } else {
        assertThat(browser.getPageSource()).doesNotContain("customer table", "Restricted");
      }
    } finally {
      browser.quit();
    }
  }

  private void signIn(ChromeDriver browser, String person) {
    browser.get(base + "/login");
    browser.findElement(By.name("username")).sendKeys(person);
    browser.findElement(By.name("password")).sendKeys("tocsin");
    browser.findElement(By.cssSelector("form button[type=submit]")).click();
  }
}
