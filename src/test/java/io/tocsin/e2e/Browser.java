package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The Chromium of this machine, without a window. */
final class Browser {

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private Browser() {}

  /** Starts it; where there is none the test is skipped, but in continuous integration it fails. */
  static ChromeDriver start() {
    var browser = find("CHROMIUM", "/usr/bin/chromium", "/usr/bin/chromium-browser");
    var driver =
        find("CHROMEDRIVER", "/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
    if (browser.isEmpty() || driver.isEmpty()) {
      var missing =
          "No Chromium with its chromedriver was found: install both, or set CHROMIUM and"
              + " CHROMEDRIVER to where they are";
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      abort(missing);
    }
    var options = new ChromeOptions();
    options.setBinary(browser.orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-GB",
        "--window-size=1400,900");
    return new ChromeDriver(
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .build(),
        options);
  }

  /** Keeps a picture for those who want to see what the test saw. */
  static void photograph(ChromeDriver browser, String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> find(String variable, String... usual) {
    return Stream.concat(Optional.ofNullable(System.getenv(variable)).stream(), Stream.of(usual))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
