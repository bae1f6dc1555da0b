package io.tocsin.remediation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.KubernetesCall;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Changes a deployment through the API server. It asks for the change; whether the new pods are
 * well is for the health gate to judge.
 */
@Component
class KubernetesExecutor implements Executor {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** Of at most three calls each may take its share of the time. */
  private static final int CALLS = 3;

  private final OutboundHttp http;
  private final Clock clock;

  KubernetesExecutor(OutboundHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
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
    try {
      return switch (call.operation()) {
        case ROLLOUT_UNDO -> undo(work, call);
        case SCALE -> scale(work, call);
        case RESTART -> restart(work, call);
      };
    } catch (Ended e) {
      return e.outcome;
    }
  }

  /** As kubectl does: the template of the revision before becomes that of the deployment again. */
  private Outcome undo(Work work, KubernetesCall call) {
    var deployment = get(work, call, deployment(call));
    var revision = revision(deployment);
    var uid = deployment.at("/metadata/uid").asText();
    var before =
        StreamSupport.stream(
                get(work, call, apps(call) + "/replicasets").path("items").spliterator(), false)
            .filter(set -> owned(set, uid) && revision(set) < revision)
            .max(Comparator.comparingLong(KubernetesExecutor::revision));
    if (before.isEmpty()) {
      return Outcome.failed("There is no revision before " + revision + " to go back to");
    }
    var template = before.get().at("/spec/template").deepCopy();
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
    return new Outcome(
        true,
        "Rolled %s back from revision %d to the template of revision %d"
            .formatted(call.deployment(), revision, revision(before.get())));
  }

  private Outcome scale(Work work, KubernetesCall call) {
    var wanted = Placeholders.text(Objects.requireNonNull(call.replicas()), work);
    if (!wanted.matches("\\d{1,5}")) {
      return Outcome.failed("The number of replicas is '" + wanted + "', which is no number");
    }
    var patch = JSON.createObjectNode();
    patch.putObject("spec").put("replicas", Integer.parseInt(wanted));
    send(work, call, deployment(call) + "/scale", "application/merge-patch+json", patch);
    return new Outcome(true, "Scaled " + call.deployment() + " to " + wanted);
  }

  private Outcome restart(Work work, KubernetesCall call) {
    var patch = JSON.createObjectNode();
    patch
        .putObject("spec")
        .putObject("template")
        .putObject("metadata")
        .putObject("annotations")
        .put("kubectl.kubernetes.io/restartedAt", clock.instant().toString());
    send(work, call, deployment(call), "application/strategic-merge-patch+json", patch);
    return new Outcome(true, "Restarts the pods of " + call.deployment() + " one after the other");
  }

  private JsonNode get(Work work, KubernetesCall call, String path) {
    return exchange(work, call, "GET", path, "application/json", null);
  }

  private void send(Work work, KubernetesCall call, String path, String type, JsonNode patch) {
    exchange(work, call, "PATCH", path, type, patch.toString());
  }

  private JsonNode exchange(
      Work work,
      KubernetesCall call,
      String method,
      String path,
      String type,
      @Nullable String body) {
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
                work.action().timeout().dividedBy(CALLS)));
    if (response.failure() != null) {
      var said = "No answer of the API server: " + response.failure();
      throw new Ended(
          body != null && HttpCaller.perhapsTaken(response.failure())
              ? Outcome.unknown(said)
              : Outcome.failed(said));
    }
    if (!response.successful()) {
      throw new Ended(
          Outcome.failed(
              "The API server answers " + response.status() + ": " + said(response.body())));
    }
    if (response.truncated()) {
      // A change has been made by now; only what is read must be whole.
      if (body != null) {
        return JSON.createObjectNode();
      }
      throw new Ended(
          Outcome.failed(
              "The answer of the API server is too long; raise tocsin.outbound.max-body"));
    }
    try {
      return body != null ? JSON.createObjectNode() : JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new Ended(Outcome.failed("The answer of the API server is not JSON"));
    }
  }

  /** The server's own sentence; the rest may hold the whole object. */
  private static String said(String body) {
    try {
      return FormText.cut(JSON.readTree(body).path("message").asText("no message"));
    } catch (JsonProcessingException e) {
      return "no message";
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

  private static String apps(KubernetesCall call) {
    return "/apis/apps/v1/namespaces/" + call.namespace();
  }

  private static String deployment(KubernetesCall call) {
    return apps(call) + "/deployments/" + call.deployment();
  }
}
