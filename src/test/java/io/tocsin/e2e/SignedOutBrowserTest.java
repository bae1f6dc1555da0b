package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.beans.factory.annotation.Value;

/**
 * A session that ends under an open page: the reader is told, and loses nothing that they wrote.
 */
@LiveTocsinTest
class SignedOutBrowserTest {

  private static final By BAR = By.id("signed-out");
  private static final By TEXT = By.id("update-text");
  private static final String WORDS = "Orders fail since nine. We look into it.";

  @Value("http://localhost:${server.port}")
  String base;

  ChromeDriver browser;
  String page;

  @BeforeEach
  void openAnIncident() {
    var number =
        Caller.person(base, "commander")
            .post("/api/v1/incidents", Map.of("title", "Orders fail", "severity", "2"))
            .json(201)
            .get("number")
            .asText();
    page = base + "/incidents/" + number;
    browser = Browser.start();
    browser.get(page);
    signIn("commander");
  }

  @AfterEach
  void quitBrowser() {
    browser.quit();
  }

  @Test
  void thePageSaysSoAsksNoMoreAndLeadsBackWithWhatWasTyped() {
    write();
    browser.manage().deleteAllCookies();

    see(BAR);
    Browser.photograph(browser, "signed-out");
    assertThat(browser.findElement(By.id("connection")).isDisplayed()).isFalse();
    browser.executeScript(
        "window.asked = 0; document.body.addEventListener('htmx:beforeSend', () => asked++);"
            + "document.querySelectorAll('[hx-get]').forEach(part => htmx.trigger(part, 'every'));"
            + "htmx.ajax('GET', document.querySelector('#live').getAttribute('hx-get'), '#live')");
    assertThat(browser.executeScript("return asked")).isEqualTo(0L);

    browser.findElement(BAR).findElement(By.tagName("a")).click();
    signIn("commander");
    assertThat(see(TEXT).getAttribute("value")).isEqualTo(WORDS);
  }

  @Test
  void aFormThatIsSentThenKeepsWhatWasTypedForItsAuthor() {
    write();
    browser.manage().deleteAllCookies();
    send();

    assertThat(see(By.tagName("h1")).getText()).isEqualTo("You are signed out");
    Browser.photograph(browser, "signed-out-form");
    see(By.cssSelector("#typed-kept a")).click();
    signIn("commander");
    assertThat(browser.getCurrentUrl()).startsWith(page);
    assertThat(see(TEXT).getAttribute("value")).isEqualTo(WORDS);
    Browser.photograph(browser, "signed-out-restored");

    send();
    see(By.cssSelector(".notice.good"));
    assertThat(kept()).isNull();
  }

  @Test
  void nobodyElseSeesWhatWasTyped() {
    write();
    browser.manage().deleteAllCookies();
    send();
    see(By.cssSelector("#typed-kept a")).click();
    signIn("manager");

    assertThat(browser.getCurrentUrl()).startsWith(page);
    assertThat(browser.getPageSource()).doesNotContain(WORDS);
    assertThat(kept()).isNull();
  }

  private void write() {
    browser.findElement(By.cssSelector("#command-update summary")).click();
    see(TEXT).sendKeys(WORDS);
  }

  private void send() {
    browser.findElement(By.cssSelector("#command-update button[type=submit]")).click();
  }

  private Object kept() {
    return browser.executeScript("return sessionStorage.getItem('typed')");
  }

  private void signIn(String person) {
    see(By.id("username")).sendKeys(person);
    browser.findElement(By.id("password")).sendKeys("tocsin");
    browser.findElement(By.cssSelector("form button[type=submit]")).click();
    see(By.cssSelector("header .who"));
  }

  private WebElement see(By what) {
    return new WebDriverWait(browser, Duration.ofSeconds(20))
        .until(ExpectedConditions.visibilityOfElementLocated(what));
  }
}
