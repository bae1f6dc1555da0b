package io.tocsin.e2e;

import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The Tasklist as a person uses it: by what is written on the screen. */
final class Tasklist {

  private static final By FILTERS = By.cssSelector(".task-filter .name a");
  private static final By TASKS = By.cssSelector(".tasks-list li.task");
  private static final String FIELD =
      "//*[contains(@class,'fjs-form-field')][.//label[starts-with(normalize-space(.),'%s')]]";

  private final ChromeDriver browser;
  private final String base;

  Tasklist(ChromeDriver browser, String base) {
    this.browser = browser;
    this.base = base;
  }

  /** Signs in on our page, whoever was before, and opens the Tasklist. */
  void signIn(String user) {
    browser.manage().deleteAllCookies();
    browser.get(base + "/login");
    see(By.id("username")).sendKeys(user);
    browser.findElement(By.id("password")).sendKeys("tocsin");
    browser.findElement(By.cssSelector("form button[type=submit]")).click();
    await().until(ExpectedConditions.urlContains("/incidents"));
    browser.get(base + "/camunda/app/tasklist/default/");
    see(FILTERS);
  }

  void signOut() {
    see(By.cssSelector("[cam-widget-header] .account a.dropdown-toggle")).click();
    see(By.cssSelector("[cam-widget-header] .account .logout a")).click();
    await().until(ExpectedConditions.urlContains("/login?logout"));
  }

  String head() {
    return see(By.cssSelector("[cam-widget-header]")).getText();
  }

  boolean shows(By what) {
    return browser.findElements(what).stream().anyMatch(WebElement::isDisplayed);
  }

  List<String> filters() {
    return browser.findElements(FILTERS).stream()
        .map(filter -> filter.getText().replaceAll("\\s*\\(?\\d*\\)?$", ""))
        .toList();
  }

  /** Chooses a filter and returns the headlines of its tasks, once they are there. */
  List<String> tasks(String filter) {
    browser.findElements(FILTERS).stream()
        .filter(f -> f.getText().startsWith(filter))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No filter " + filter))
        .click();
    await()
        .until(
            b ->
                shows(By.cssSelector(".task-filter.active"))
                    && (shows(TASKS) || browser.getPageSource().contains("No task matching")));
    return headlines();
  }

  private List<String> headlines() {
    return await()
        .until(
            b ->
                browser.findElements(TASKS).stream()
                    .map(task -> task.findElement(By.cssSelector("h4")).getText())
                    .toList());
  }

  /** Narrows all lists down to one incident, as a search for its number does. */
  void narrow(String number) {
    browser.executeScript(
        "location.hash = '#/?searchQuery=' + encodeURIComponent(JSON.stringify([{"
            + "type: 'processInstanceBusinessKey', operator: 'eq', value: arguments[0], name: ''}]))",
        number);
    await().until(b -> headlines().stream().allMatch(headline -> headline.startsWith(number)));
  }

  /** Opens a task of the chosen filter. */
  void open(String filter, String headline) {
    await().until(b -> tasks(filter).contains(headline));
    await()
        .until(
            b -> {
              browser.findElements(TASKS).stream()
                  .filter(task -> task.getText().startsWith(headline))
                  .findFirst()
                  .orElseThrow()
                  .click();
              return true;
            });
    see(By.xpath("//h2[contains(.,'" + headline + "')]"));
    see(By.cssSelector(".fjs-form"));
  }

  void claim() {
    var claim = By.cssSelector("button.claim");
    see(claim).click();
    await().until(b -> !shows(claim));
  }

  String form() {
    return see(By.cssSelector(".fjs-form")).getText();
  }

  /** Writes into a text field and leaves it, which is when the form takes what was written. */
  void fill(String label, String text) {
    var input = field(label).findElement(By.cssSelector("input, textarea"));
    show(input);
    input.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    browser.executeScript("arguments[0].blur()", input);
  }

  /** Writes a date and closes the calendar. */
  void date(String label, String date) {
    var input = field(label).findElement(By.cssSelector("input"));
    show(input);
    input.sendKeys(date, Keys.TAB);
    await().until(b -> !shows(By.cssSelector(".flatpickr-calendar.open")));
  }

  /** Chooses from a list. */
  void choose(String label, String option) {
    var list = field(label).findElement(By.cssSelector(".fjs-input-group"));
    show(list);
    var wanted =
        By.xpath(
            "//*[contains(@class,'fjs-dropdownlist-item')][starts-with(normalize-space(.),'%s')]"
                .formatted(option));
    // A list opens when it gets the focus; one that has it already and is closed stays closed.
    await()
        .until(
            b -> {
              if (!shows(By.cssSelector(".fjs-dropdownlist"))) {
                browser.executeScript("document.activeElement.blur()");
                list.click();
              }
              // A long list is narrowed down by typing.
              list.findElements(By.cssSelector("input[type=text]"))
                  .forEach(search -> search.sendKeys(Keys.chord(Keys.CONTROL, "a"), option));
              return shows(wanted);
            });
    see(wanted).click();
  }

  /** Ticks a box, or takes one of several choices. */
  void tick(String label) {
    var box =
        see(By.xpath("//*[contains(@class,'fjs-form')]//label[contains(.,'%s')]".formatted(label)));
    show(box);
    box.click();
  }

  /** Ticks all boxes of the checklist that are not ticked yet. */
  void tickAll() {
    browser
        .findElements(
            By.cssSelector(".fjs-form-field-checklist input[type=checkbox]:not(:checked)"))
        .forEach(WebElement::click);
  }

  void press(String button) {
    var found =
        see(
            By.xpath(
                "//button[contains(normalize-space(.),'%s')][not(@disabled)]".formatted(button)));
    show(found);
    found.click();
  }

  /** Completes the open task, which leaves the list. */
  void complete() {
    press("Complete");
    await().until(b -> !shows(By.cssSelector(".fjs-form")));
  }

  /** Tries to complete the open task and returns what is answered. */
  String completeInVain() {
    press("Complete");
    var notice = see(By.cssSelector(".notifications .alert-danger"));
    var text = notice.getText();
    // Until it is closed it lies over the buttons.
    notice.findElements(By.cssSelector(".close")).stream()
        .filter(WebElement::isDisplayed)
        .forEach(WebElement::click);
    return text;
  }

  private WebElement field(String label) {
    var found = By.xpath("(" + FIELD.formatted(label) + ")[last()]");
    return await().until(ExpectedConditions.presenceOfElementLocated(found));
  }

  private void show(WebElement element) {
    browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
  }

  WebElement see(By what) {
    return await().until(ExpectedConditions.visibilityOfElementLocated(what));
  }

  private WebDriverWait await() {
    var wait =
        new WebDriverWait(browser, Duration.ofSeconds(15), Duration.ofMillis(200)) {
          @Override
          protected RuntimeException timeoutException(String message, Throwable last) {
            Browser.photograph(browser, "failed");
            return new TimeoutException(message + "; see target/screenshots/failed.png", last);
          }
        };
    // The page is drawn afresh now and then.
    wait.ignoring(StaleElementReferenceException.class);
    return wait;
  }
}
