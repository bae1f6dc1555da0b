package io.tocsin.statuspage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls the API of Statuspage.io. What it holds of ours carries our id in its metadata. */
@Component
class StatuspageClient {

  /** Where our id stands; its readers do not see it. */
  private static final String MARK = "tocsin";

  private static final String INCIDENT = "incident";
  private static final String SUMMARY = "postmortem";

  /** Asked too often: 429, and 420 of old. */
  private static final Set<Integer> TOO_OFTEN = Set.of(420, 429);

  /** A key that is wrong or may not, which an operator sets right; and a request that took long. */
  private static final Set<Integer> NOT_OF_THE_POST = Set.of(401, 403, 408);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** It answered that it does not take it. */
  static class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status) {
      super("Statuspage refused it: it answered " + status);
      this.status = status;
    }

    /** What was asked for is not there. */
    boolean missing() {
      return status == 404;
    }

    /** Asking again helps nobody. Of the key, of a redirection and of slowness the post is free. */
    boolean forGood() {
      return status >= 400 && status < 500 && !NOT_OF_THE_POST.contains(status);
    }
  }

  /** It was asked too often. */
  static class TooOftenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration pause;

    TooOftenException(Duration pause) {
      super("Statuspage wants to be left alone for " + pause);
      this.pause = pause;
    }

    Duration pause() {
      return pause;
    }
  }

  private final StatusPageProperties properties;
  private final OutboundHttp http;

  StatuspageClient(StatusPageProperties properties, OutboundHttp http) {
    this.properties = properties;
    this.http = http;
  }

  /** Makes an incident and returns its id there. */
  String create(String incident, Post post, Map<String, ComponentStatus> components) {
    var fields = fields(post, components);
    fields.put("metadata", Map.of(MARK, Map.of(INCIDENT, incident)));
    fields.put("deliver_notifications", true);
    var id = read(call("POST", "incidents", Map.of(INCIDENT, fields))).path("id").asText();
    if (id.isEmpty()) {
      throw new IllegalStateException("Statuspage took the incident but did not say its id");
    }
    return id;
  }

  /** Adds a post to an incident. */
  void update(String id, Post post, Map<String, ComponentStatus> components) {
    call("PATCH", "incidents/" + id, Map.of(INCIDENT, fields(post, components)));
  }

  /** Returns whether an incident is over there. */
  boolean over(String id) {
    var status = read(call("GET", "incidents/" + id, null)).path("status").asText();
    return status.equals(PublicStatus.RESOLVED.word())
        || status.equals(PublicStatus.POSTMORTEM.word());
  }

  /** Has an incident be over without words of its own, which its subscribers would be sent. */
  void resolve(String id, Post post, Map<String, ComponentStatus> components) {
    var fields = fields(post, components);
    fields.remove("body");
    fields.put("deliver_notifications", false);
    call("PATCH", "incidents/" + id, Map.of(INCIDENT, fields));
  }

  /**
   * Says what happened and what was changed. Said twice it is there once.
   *
   * @param tell whether subscribers hear of it
   */
  void summary(String id, Post post, boolean tell) {
    var path = "incidents/" + id + "/" + SUMMARY;
    call("PUT", path, Map.of(SUMMARY, Map.of("body_draft", post.body())));
    call("PUT", path + "/publish", Map.of(SUMMARY, Map.of("notify_subscribers", tell)));
  }

  /** Returns the id of the incident that carries our mark, if there is one among the newest. */
  Optional<String> find(String incident) {
    return StreamSupport.stream(read(call("GET", "incidents?limit=100", null)).spliterator(), false)
        .filter(one -> one.path("metadata").path(MARK).path(INCIDENT).asText().equals(incident))
        .map(one -> one.path("id").asText())
        .findFirst();
  }

  /**
   * Returns the id of the update of an incident that says something.
   *
   * @param bodies the words of the post, or any that stood in their place before
   */
  Optional<String> said(String id, PublicStatus status, List<String> bodies) {
    var words = bodies.stream().map(String::strip).toList();
    var updates = read(call("GET", "incidents/" + id, null)).path("incident_updates");
    return StreamSupport.stream(updates.spliterator(), false)
        .filter(
            update ->
                update.path("status").asText().equals(status.word())
                    && words.contains(update.path("body").asText().strip()))
        .map(update -> update.path("id").asText())
        .findFirst();
  }

  /** Has an update say something else. */
  void reword(String id, String update, Post post) {
    call(
        "PATCH",
        "incidents/" + id + "/incident_updates/" + update,
        Map.of("incident_update", Map.of("body", post.body(), "deliver_notifications", false)));
  }

  /** Calls an incident something else. */
  void rename(String id, String name) {
    call(
        "PATCH",
        "incidents/" + id,
        Map.of(INCIDENT, Map.of("name", name, "deliver_notifications", false)));
  }

  private static Map<String, Object> fields(Post post, Map<String, ComponentStatus> components) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", post.title());
    // An incident that the provider never heard of begins with its end.
    fields.put(
        "status", post.status().over() ? PublicStatus.RESOLVED.word() : post.status().word());
    fields.put("body", post.body());
    fields.put("impact_override", post.look().impact().word());
    fields.put("component_ids", List.copyOf(components.keySet()));
    fields.put("components", components);
    return fields;
  }

  private OutboundResponse call(String method, String path, @Nullable Object body) {
    var provider = requireNonNull(properties.statuspage());
    var url = provider.baseUrl() + "/v1/pages/" + provider.pageId() + "/" + path;
    var headers =
        Map.of(
            "Authorization",
            "OAuth " + provider.apiKey(),
            "Content-Type",
            "application/json",
            "Accept",
            "application/json");
    var response =
        http.send(
            new OutboundRequest(
                method,
                URI.create(url),
                headers,
                body == null ? null : write(body),
                provider.timeout()));
    if (response.failure() != null) {
      throw new IllegalStateException(
          "It is unknown whether Statuspage took it: " + response.failure());
    }
    if (TOO_OFTEN.contains(response.status())) {
      throw new TooOftenException(pause(response, provider.pause()));
    }
    if (response.status() >= 500) {
      throw new IllegalStateException(
          "It is unknown whether Statuspage took it: it answered " + response.status());
    }
    if (!response.successful()) {
      throw new RefusedException(response.status());
    }
    return response;
  }

  /** The provider says how many seconds to wait; what it says otherwise is not understood. */
  private static Duration pause(OutboundResponse response, Duration usual) {
    var said = response.header("Retry-After");
    if (said == null || !said.strip().matches("[0-9]{1,9}")) {
      return usual;
    }
    var wait = Duration.ofSeconds(Long.parseLong(said.strip()));
    return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
  }

  private static JsonNode read(OutboundResponse response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Statuspage answered with something that is no JSON", e);
    }
  }

  private static String write(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The post cannot be written as JSON", e);
    }
  }
}
