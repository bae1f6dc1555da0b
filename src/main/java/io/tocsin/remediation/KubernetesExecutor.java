package io.tocsin.remediation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.KubernetesCall;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Changes a deployment through the API server, and watches the rollout for as long as the action
 * may take. Whether the new pods serve well is for the health gate to judge.
 */
@Component
class KubernetesExecutor implements Executor {

  private static final String NOTHING_SEEN = "nothing was seen of it";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** Of at most three calls until the change is made each may take its share of the time. */
  private static final int CALLS = 3;

  /** One look at the rollout; the next one may be luckier. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final OutboundHttp http;
  private final Clock clock;
  private final Duration pause;

  @Autowired
  KubernetesExecutor(OutboundHttp http, Clock clock) {
    this(http, clock, Duration.ofSeconds(1));
  }

  KubernetesExecutor(OutboundHttp http, Clock clock, Duration pause) {
    this.http = http;
    this.clock = clock;
    this.pause = pause;
  }

  /** What ended it early. */
  private static final class Ended extends RuntimeException {

    private final transient Outcome outcome;

    Ended(Outcome outcome) {
      super(outcome.output());
      this.outcome = outcome;
    }
  }

  @Override
  public boolean runs(Action action) {
    return action.kubernetes() != null;
  }

  @Override
  public Outcome run(Work work) {
    var call = Objects.requireNonNull(work.action().kubernetes());
    // Not the engine's clock, which stands still in tests and may be set in drills.
    var until = System.nanoTime() + work.action().timeout().toNanos();
    try {
      var before = get(work, call, deployment(call));
      var done =
          switch (call.operation()) {
            case ROLLOUT_UNDO -> undo(work, call, before);
            case SCALE -> scale(work, call);
            case RESTART -> restart(work, call, before);
          };
      return watch(work, call, before, done, until);
    } catch (Ended e) {
      return e.outcome;
    }
  }

  /** As kubectl does: the template of the revision before becomes that of the deployment again. */
  private String undo(Work work, KubernetesCall call, JsonNode deployment) {
    requireUnpaused(deployment);
    var revision = revision(deployment);
    var uid = deployment.at("/metadata/uid").asText();
    var before =
        StreamSupport.stream(
                get(work, call, apps(call) + "/replicasets" + selector(deployment))
                    .path("items")
                    .spliterator(),
                false)
            .filter(set -> owned(set, uid) && revision(set) < revision)
            .max(Comparator.comparingLong(KubernetesExecutor::revision))
            .orElseThrow(
                () ->
                    new Ended(
                        Outcome.failed(
                            "There is no revision before " + revision + " to go back to")));
    var template = before.at("/spec/template").deepCopy();
    if (template.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.remove("pod-template-hash");
    }
    var patch = JSON.createArrayNode();
    // Refused by the server if somebody else rolled out meanwhile: nothing is undone twice.
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/annotations/deployment.kubernetes.io~1revision")
        .put("value", String.valueOf(revision));
    patch.addObject().put("op", "replace").put("path", "/spec/template").set("value", template);
    send(work, call, deployment(call), "application/json-patch+json", patch);
    return "Rolled %s back from revision %d to the template of revision %d"
        .formatted(call.deployment(), revision, revision(before));
  }

  private String scale(Work work, KubernetesCall call) {
    var wanted = Placeholders.text(Objects.requireNonNull(call.replicas()), work);
    if (!wanted.matches("\\d{1,5}")) {
      throw new Ended(
          Outcome.failed("The number of replicas is '" + wanted + "', which is no number"));
    }
    var patch = JSON.createObjectNode();
    patch.putObject("spec").put("replicas", Integer.parseInt(wanted));
    send(work, call, deployment(call) + "/scale", "application/merge-patch+json", patch);
    return "Scaled " + call.deployment() + " to " + wanted;
  }

  private String restart(Work work, KubernetesCall call, JsonNode deployment) {
    requireUnpaused(deployment);
    var patch = JSON.createObjectNode();
    patch
        .putObject("spec")
        .putObject("template")
        .putObject("metadata")
        .putObject("annotations")
        .put("kubectl.kubernetes.io/restartedAt", clock.instant().toString());
    send(work, call, deployment(call), "application/strategic-merge-patch+json", patch);
    return "Restarted the pods of " + call.deployment() + " one after the other";
  }

  /** The change is made: all that is left is to say how far it got. */
  private Outcome watch(Work work, KubernetesCall call, JsonNode before, String done, long until) {
    var seen = NOTHING_SEEN;
    while (true) {
      var left = Duration.ofNanos(until - System.nanoTime());
      if (left.compareTo(pause) <= 0) {
        return new Outcome(
            true,
            "%s. The rollout was not complete after %d s: %s"
                .formatted(done, work.action().timeout().toSeconds(), seen));
      }
      try {
        var rollout =
            Rollout.of(
                exchange(
                    call,
                    "GET",
                    deployment(call),
                    "application/json",
                    null,
                    left.compareTo(LOOK) < 0 ? left : LOOK),
                before);
        seen = rollout.said();
        if (rollout.complete()) {
          return new Outcome(true, done + ". The rollout is complete: " + seen);
        }
        if (rollout.stuck()) {
          return Outcome.failed(done + ". The rollout does not get on: " + seen);
        }
      } catch (Ended e) {
        // A look that our own end cut short tells nothing new.
        seen = left.compareTo(LOOK) < 0 && !seen.equals(NOTHING_SEEN) ? seen : e.outcome.output();
      }
      var unused =
          new CompletableFuture<@Nullable Void>()
              .completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS)
              .join();
    }
  }

  /** A paused deployment would take the change and not act on it. */
  private static void requireUnpaused(JsonNode deployment) {
    if (deployment.at("/spec/paused").asBoolean()) {
      throw new Ended(Outcome.failed("The deployment is paused; resume it first"));
    }
  }

  private JsonNode get(Work work, KubernetesCall call, String path) {
    return exchange(call, "GET", path, "application/json", null, share(work));
  }

  private void send(Work work, KubernetesCall call, String path, String type, JsonNode patch) {
    var unused = exchange(call, "PATCH", path, type, patch.toString(), share(work));
  }

  private static Duration share(Work work) {
    return work.action().timeout().dividedBy(CALLS);
  }

  private JsonNode exchange(
      KubernetesCall call,
      String method,
      String path,
      String type,
      @Nullable String body,
      Duration timeout) {
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", type);
    headers.put("Accept", "application/json");
    token(call).ifPresent(token -> headers.put("Authorization", "Bearer " + token));
    var response =
        http.send(
            new OutboundRequest(
                method,
                URI.create(call.api().toString().replaceAll("/+$", "") + path),
                Map.copyOf(headers),
                body,
                timeout,
                call.caFile()));
    if (response.failure() != null) {
      var said = "No answer of the API server: " + response.failure();
      throw new Ended(
          body != null && HttpCaller.perhapsTaken(response.failure())
              ? Outcome.unknown(said)
              : Outcome.failed(said));
    }
    if (!response.successful()) {
      var said = "The API server answers %d: %s".formatted(response.status(), said(response));
      throw new Ended(
          body != null && HttpCaller.mayHideAChange(response.status())
              ? Outcome.unknown(said)
              : Outcome.failed(said));
    }
    if (body != null) {
      return JSON.createObjectNode();
    }
    if (response.truncated()) {
      throw new Ended(
          Outcome.failed(
              "The answer of the API server is too long; raise tocsin.outbound.max-body"));
    }
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new Ended(Outcome.failed("The answer of the API server is not JSON"));
    }
  }

  /** The server's own sentence, as the rest may hold the whole object, and what to do about it. */
  private static String said(OutboundResponse response) {
    var remedy =
        switch (response.status()) {
          case 401 -> ". Is the token still valid?";
          case 403 -> ". The account of the token needs get, list and patch in apps";
          case 409, 422 -> ". Somebody else changed it meanwhile; nothing was done";
          default -> "";
        };
    try {
      var said = JSON.readTree(response.body()).path("message").asText("no message");
      return FormText.cut(said) + remedy;
    } catch (JsonProcessingException e) {
      return "no message" + remedy;
    }
  }

  private static Optional<String> token(KubernetesCall call) {
    if (call.tokenFile() == null) {
      return Optional.ofNullable(call.token());
    }
    try {
      return Optional.of(Files.readString(call.tokenFile()).strip());
    } catch (IOException e) {
      throw new Ended(Outcome.failed("The token file " + call.tokenFile() + " cannot be read"));
    }
  }

  private static boolean owned(JsonNode set, String uid) {
    return StreamSupport.stream(set.at("/metadata/ownerReferences").spliterator(), false)
        .anyMatch(owner -> owner.path("uid").asText().equals(uid));
  }

  private static long revision(JsonNode object) {
    return object.path("metadata").path("annotations").path(REVISION).asLong();
  }

  /** Only the sets of this deployment: those of a whole namespace may be too many to read. */
  private static String selector(JsonNode deployment) {
    var labels =
        deployment.at("/spec/selector/matchLabels").properties().stream()
            .map(label -> label.getKey() + "=" + label.getValue().asText())
            .collect(Collectors.joining(","));
    return labels.isEmpty()
        ? ""
        : "?labelSelector=" + URLEncoder.encode(labels, StandardCharsets.UTF_8);
  }

  private static String apps(KubernetesCall call) {
    return "/apis/apps/v1/namespaces/" + call.namespace();
  }

  private static String deployment(KubernetesCall call) {
    return apps(call) + "/deployments/" + call.deployment();
  }
}
