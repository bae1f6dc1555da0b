package io.tocsin.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.notification.NotTakenException;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Answers a command at the address that came with it. */
@Component
public class ChatResponses {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SLACK = Set.of("hooks.slack.com", "hooks.slack-gov.com");
  private static final int MAX_URL = 2_000;

  private final SlackProperties properties;
  private final OutboundHttp http;

  ChatResponses(SlackProperties properties, OutboundHttp http) {
    this.properties = properties;
    this.http = http;
  }

  /** Returns whether an address is one of Slack's: nothing else is ever called. */
  public boolean allows(String url) {
    if (url.length() > MAX_URL) {
      return false;
    }
    try {
      var uri = URI.create(url);
      var base = properties.baseUrl();
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme())
                  && uri.getPort() == -1
                  && SLACK.contains(uri.getHost())
              || Objects.equals(uri.getScheme(), base.getScheme())
                  && uri.getHost().equals(base.getHost())
                  && uri.getPort() == base.getPort());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Posts an answer. An address that works no more (Slack takes five answers in half an hour) is no
   * error: nobody can be told any more.
   *
   * @return whether Slack took it
   * @throws NotTakenException when it may work later
   */
  public boolean answer(String url, Map<String, ?> message) {
    if (!allows(url)) {
      return false;
    }
    String body;
    try {
      body = JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The answer cannot be written as JSON", e);
    }
    var response =
        http.send(
            new OutboundRequest("POST", URI.create(url), Map.of(), body, properties.timeout()));
    if (response.failure() != null) {
      throw NotTakenException.forNow("Slack, answer: " + response.failure());
    }
    if (response.status() == 429) {
      throw NotTakenException.until("Slack, answer: too much at once", SlackApi.wait(response));
    }
    if (response.status() >= 500) {
      throw NotTakenException.forNow("Slack, answer: it answered " + response.status());
    }
    return response.successful();
  }
}
