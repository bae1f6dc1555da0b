package io.tocsin.e2e;

import static io.tocsin.statuspage.PublicPost.PublicStatus.IDENTIFIED;
import static io.tocsin.statuspage.PublicPost.PublicStatus.INVESTIGATING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.MONITORING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.statuspage.StatusPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;

/** What readers see of the public status page in Chromium: wide and narrow, light and dark. */
@LiveTocsinTest
class StatusPageBrowserTest {

  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  private static final String FIND =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations
        .filter(v => v.impact === 'serious' || v.impact === 'critical')
        .map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))));
      """;

  static ChromeDriver browser;
  static String axe;

  @Value("http://127.0.0.1:${server.port}")
  String base;

  @Autowired StatusPage page;

  @BeforeAll
  static void startBrowser() throws IOException {
    axe =
        new ClassPathResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")
            .getContentAsString(StandardCharsets.UTF_8);
    browser = Browser.start();
    browser.executeCdpCommand(
        "Emulation.setTimezoneOverride", Map.of("timezoneId", "Europe/Berlin"));
  }

  @AfterAll
  static void quitBrowser() {
    if (browser != null) {
      browser.quit();
    }
  }

  @Test
  void everybodyCanReadItOnAnyScreen() throws IOException {
    var open = somethingHappened();

    for (var dark : List.of(false, true)) {
      for (var width : List.of(WIDE, NARROW)) {
        look(width, dark);
        var suffix = "-" + width + (dark ? "-dark" : "");
        read("/status", "status" + suffix);
        read("/status/history", "status-history" + suffix);
        read(path(open), "status-incident" + suffix);
      }
    }
    browser.get(base + "/status");
    assertThat(browser.findElement(By.cssSelector(".incident time")).getText())
        .as("the reader's own time with UTC beside it")
        .containsPattern("\\d\\d:\\d\\d (CET|CEST|GMT\\+[12]) \\(.*UTC\\)");

    look(NARROW, false);
    browser.findElement(By.id("email")).sendKeys("ada@example.org");
    browser.findElement(By.cssSelector("#subscribe button")).click();
    await().until(() -> browser.getPageSource().contains("Look into your mailbox"));
    read("/status/subscriptions", "status-note-390");
  }

  @Test
  void anApplicationShowsItsUsersTheBanner() throws IOException {
    somethingHappened();
    look(NARROW, false);
    // Any page will do.
    browser.get(base + "/robots.txt");
    browser.executeScript(
        "document.body.append(Object.assign(document.createElement('script'), {src: arguments[0]}))",
        base + "/status/banner.js");
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> browser.findElement(By.cssSelector("[role=status]")).getText().length() > 0);
    var banner = browser.findElement(By.cssSelector("[role=status]"));
    assertThat(banner.getText()).contains("Payments are refused", "Read more");
    Browser.photograph(browser, "status-banner");
    banner.findElement(By.tagName("button")).click();
    assertThat(banner.getText()).isEmpty();
  }

  @Test
  void travelsZippedWithItsMarkAndWithoutACookie() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/status")).header("Accept-Encoding", "gzip");
    var client = HttpClient.newHttpClient();
    var first = client.send(request.build(), BodyHandlers.discarding());
    assertThat(first.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(first.headers().firstValue("Set-Cookie")).isEmpty();
    var mark = first.headers().firstValue("ETag").orElseThrow();
    var again =
        client.send(request.header("If-None-Match", mark).build(), BodyHandlers.discarding());
    assertThat(again.statusCode()).isEqualTo(304);
  }

  /** Returns the number of the incident that is still open. */
  private String somethingHappened() {
    var team = new Team(base);
    var now = Instant.now();
    var old = team.declare("The search is slow", "shop-web", "3");
    var days = Duration.ofDays(3);
    say(
        old,
        INVESTIGATING,
        3,
        "Orders are slow",
        "Placing an order takes up to a minute. We look into it.",
        "shop-api",
        now.minus(days));
    say(
        old,
        RESOLVED,
        3,
        "Orders are slow",
        "Orders are as fast as ever. A query was to blame; it was mended.",
        "shop-api",
        now.minus(days).plusSeconds(5_400));
    var open = team.declare("Card payments fail", "payments", "1");
    say(
        open,
        INVESTIGATING,
        1,
        "Payments are refused",
        "Many card payments are refused at the moment. We are looking into it.\n\nPaying by invoice works.",
        "payments",
        now.minusSeconds(2_400));
    say(
        open,
        IDENTIFIED,
        2,
        "Payments are refused",
        "We have found the cause and are undoing a change. About a tenth of card payments still fails; please try again after a minute.",
        "payments",
        now.minusSeconds(900));
    say(
        open,
        MONITORING,
        2,
        "Payments are refused now and then",
        "Payments go through again. We keep watching.",
        "payments",
        now.minusSeconds(60));
    return open;
  }

  private void say(
      String incident,
      PublicStatus status,
      int level,
      String title,
      String body,
      String service,
      Instant at) {
    page.post(
        new PublicPost(
            UUID.randomUUID(),
            incident,
            status,
            title,
            body,
            List.of(service),
            level,
            at,
            status == RESOLVED ? null : at.plusSeconds(1_800),
            true));
  }

  private String path(String number) {
    var link = page.link(number).orElseThrow();
    return link.substring(link.indexOf("/status/"));
  }

  private void look(int width, boolean dark) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    size(width, 900);
  }

  private static void size(int width, long height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", 1, "mobile", width == NARROW));
  }

  /** Reads a page as axe does, and keeps a picture of the whole of it. */
  private void read(String path, String name) {
    browser.get(base + path);
    browser.executeScript(axe);
    assertThat(browser.executeAsyncScript(FIND)).as(name).isEqualTo(List.of());
    assertThat(number("return document.documentElement.scrollWidth - window.innerWidth"))
        .as("%s does not scroll sideways", name)
        .isLessThanOrEqualTo(0);
    var width = number("return window.innerWidth");
    size((int) width, number("return document.documentElement.scrollHeight"));
    Browser.photograph(browser, name);
    size((int) width, 900);
  }

  private static long number(String script) {
    return ((Number) browser.executeScript(script)).longValue();
  }
}
