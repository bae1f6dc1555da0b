package io.tocsin.statuspage;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the public status page, {@code tocsin.status-page}.
 *
 * @param title what the page is called
 * @param supportUrl where readers find help; no link without it
 * @param subscriptions limits of subscribing
 * @param statuspage a page at Statuspage.io that is told the same; none without it
 */
@ConfigurationProperties("tocsin.status-page")
record StatusPageProperties(
    @DefaultValue("Service status") String title,
    @Nullable URI supportUrl,
    @DefaultValue Subscribing subscriptions,
    @Nullable Statuspage statuspage) {

  StatusPageProperties {
    if (title.isBlank()) {
      throw new IllegalArgumentException("tocsin.status-page.title: must not be empty");
    }
    supportUrl = supportUrl == null || supportUrl.toString().isBlank() ? null : supportUrl;
    if (supportUrl != null
        && !("https".equals(supportUrl.getScheme())
            || "http".equals(supportUrl.getScheme())
            || "mailto".equals(supportUrl.getScheme()))) {
      throw new IllegalArgumentException(
          "tocsin.status-page.support-url: must be an http, https or mailto address");
    }
    // A key that is set empty in the environment switches it off.
    statuspage = statuspage == null || statuspage.apiKey().isBlank() ? null : statuspage;
  }

  /**
   * Limits of subscribing, {@code tocsin.status-page.subscriptions}.
   *
   * @param mailEvery one address gets at most one confirmation mail in this time
   * @param perNetwork requests that one network address may make in an hour
   * @param perHour requests that are taken in an hour from all together
   * @param confirmWithin a request that is not confirmed by then is forgotten
   */
  record Subscribing(
      @DefaultValue("10m") Duration mailEvery,
      @DefaultValue("20") int perNetwork,
      @DefaultValue("500") int perHour,
      @DefaultValue("48h") Duration confirmWithin) {

    Subscribing {
      if (mailEvery.isNegative() || confirmWithin.compareTo(Duration.ofMinutes(10)) < 0) {
        throw new IllegalArgumentException(
            "tocsin.status-page.subscriptions: mail-every must not be negative, and confirm-within"
                + " at least 10m");
      }
      if (perNetwork < 1 || perHour < 1) {
        throw new IllegalArgumentException(
            "tocsin.status-page.subscriptions: per-network and per-hour must be at least 1");
      }
    }
  }

  /**
   * A page at Statuspage.io, {@code tocsin.status-page.statuspage}.
   *
   * @param apiKey a secret
   * @param components ids of its components by the ids of our services; others are not told
   * @param timeout for a whole call, well under the time for which the engine locks a job
   * @param pause before the next try when it was asked too often and does not say how long to wait
   */
  record Statuspage(
      @DefaultValue("https://api.statuspage.io") URI baseUrl,
      @DefaultValue("") String apiKey,
      @DefaultValue("") String pageId,
      @DefaultValue Map<String, String> components,
      @DefaultValue("10s") Duration timeout,
      @DefaultValue("60s") Duration pause) {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    Statuspage {
      components = Map.copyOf(components);
      if (!apiKey.isBlank() && !pageId.matches("[A-Za-z0-9]+")) {
        throw new IllegalArgumentException(
            "tocsin.status-page.statuspage.page-id: name the page that the api-key belongs to");
      }
      if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "tocsin.status-page.statuspage.timeout: must be between 100ms and 20s, not " + timeout);
      }
      if (pause.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "tocsin.status-page.statuspage.pause: must be at least 1s, not " + pause);
      }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
      return "Statuspage[" + baseUrl.getHost() + ", page " + pageId + "]";
    }
  }
}
