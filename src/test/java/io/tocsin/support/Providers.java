package io.tocsin.support;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;

/**
 * The outside in the test's JVM: every provider that Tocsin talks to, each under a path of its own.
 * A test resets the requests it has seen and adds the answers it needs.
 */
public class Providers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** One for all tests; its port is known before any bean is made. */
  public static final WireMockServer SERVER = started();

  private static WireMockServer started() {
    var server =
        new WireMockServer(
            WireMockConfiguration.options().dynamicPort().mappingSource(new FakeSlack.Always()));
    server.start();
    return server;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var properties = new java.util.LinkedHashMap<String, Object>();
    inSlack(context, properties);
    properties.put("tocsin.war-room-url", "https://call.example.org/{number}");
    properties.put("tocsin.slack.base-url", SERVER.url("/slack/api/"));
    properties.put("tocsin.slack.bot-token", "xoxb-test");
    properties.put("tocsin.slack.signing-secret", "test-slack");
    properties.put("tocsin.notification.twilio.base-url", SERVER.url("/twilio"));
    properties.put("tocsin.notification.twilio.account-sid", "ACtest");
    properties.put("tocsin.notification.twilio.auth-token", "test-twilio");
    properties.put("tocsin.notification.twilio.from", "+15550199999");
    properties.put("tocsin.notification.pagerduty.base-url", SERVER.url("/pagerduty"));
    properties.put("tocsin.notification.pagerduty.routing-key", "testroutingkeytestroutingkey0000");
    properties.put("tocsin.notification.pagerduty.webhook-secrets[0]", "test-pagerduty");
    for (var kind : List.of("slack-webhook", "teams", "mattermost")) {
      properties.put(
          "tocsin.notification." + kind + ".webhooks.team-channel",
          SERVER.url("/" + kind + "/team-channel"));
    }
    properties.put("tocsin.notification.webhook.url", SERVER.url("/webhook"));
    properties.put("tocsin.notification.webhook.secret", "test-webhook-secret");
    properties.put("tocsin.status-page.statuspage.base-url", SERVER.url("/statuspage"));
    properties.put("tocsin.status-page.statuspage.api-key", "test-statuspage");
    properties.put("tocsin.status-page.statuspage.page-id", "testpage0001");
    properties.put("tocsin.status-page.statuspage.components.checkout", "component001");
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("providers", properties));
  }

  /** The people and channels of the sample, each with an id in Slack. */
  private static void inSlack(
      ConfigurableApplicationContext context, Map<String, Object> properties) {
    var people = new TreeMap<String, Object>();
    for (var source : context.getEnvironment().getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> all) {
        for (var name : all.getPropertyNames()) {
          if (name.startsWith("tocsin.people.persons[")
              || name.startsWith("tocsin.people.contacts[")) {
            people.putIfAbsent(name, context.getEnvironment().getProperty(name));
          }
        }
      }
    }
    properties.putAll(people);
    people.forEach(
        (name, id) -> {
          if (name.startsWith("tocsin.people.persons[") && name.endsWith("].id")) {
            properties.put(name.replace("].id", "].slack-id"), FakeSlack.userId(id.toString()));
          } else if (name.endsWith("].id") && id.toString().endsWith("-channel")) {
            properties.put(name.replace("].id", "].slack-id"), FakeSlack.channelId(id.toString()));
          }
        });
  }
}
