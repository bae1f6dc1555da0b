package io.tocsin.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One deployment behind a small API server that does as the real one does: it checks the token,
 * tests JSON patches, counts generations and revisions, keeps a replica set for each template, and
 * its controller gets on by one pod with each look.
 */
final class FakeKubernetes implements AutoCloseable {

  static final String TOKEN = "t0ken";

  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments/web";
  private static final String SETS = "/apis/apps/v1/namespaces/shop/replicasets";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is answered instead, to one method. */
  record Fault(String method, int status, String body, boolean silent) {}

  private final HttpServer server;
  private final String scheme;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final TreeMap<Integer, JsonNode> templates = new TreeMap<>();
  private final List<String> patches = new ArrayList<>();
  private int revision;
  private int generation = 4;
  private int observed = 4;
  private int replicas = 2;
  private int updated = 2;
  private int old;
  private @Nullable Fault fault;
  private @Nullable String stuck;
  private boolean stuckBefore;
  private boolean paused;
  private Runnable beforePatch = () -> {};

  FakeKubernetes() throws IOException {
    this(null);
  }

  FakeKubernetes(@Nullable SSLContext tls) throws IOException {
    var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    if (tls == null) {
      server = HttpServer.create(address, 5);
    } else {
      var secure = HttpsServer.create(address, 5);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    scheme = tls == null ? "http" : "https";
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
    for (var image : List.of("v1", "v2", "v3")) {
      rollOut(template(image));
    }
    observed = generation;
    updated = replicas;
    old = 0;
  }

  URI api() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers one method with a status of its own. */
  FakeKubernetes answers(String method, int status, String body) {
    fault = new Fault(method, status, body, false);
    return this;
  }

  /** Does what one method asks for and does not say so. */
  FakeKubernetes isSilentOn(String method) {
    fault = new Fault(method, 0, "", true);
    return this;
  }

  /** No pod ever becomes ready; with a message the deadline of progress has passed too. */
  FakeKubernetes startsNoPod(String message) {
    stuck = message;
    return this;
  }

  /** The deadline of the last rollout has passed; that is forgotten when the next one gets on. */
  FakeKubernetes isStuckAlready() {
    stuckBefore = true;
    return this;
  }

  FakeKubernetes paused() {
    paused = true;
    return this;
  }

  /** Somebody else is quicker. */
  FakeKubernetes somebodyRollsOutMeanwhile() {
    beforePatch = () -> rollOut(template("v4"));
    return this;
  }

  /** Leaves nothing to go back to. */
  FakeKubernetes inItsFirstRevision() {
    templates.headMap(revision).clear();
    return this;
  }

  synchronized String image() {
    return templates.get(revision).at("/spec/containers/0/image").asText();
  }

  synchronized int replicas() {
    return replicas;
  }

  synchronized List<String> patches() {
    return List.copyOf(patches);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange call) throws IOException {
    var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var fault = this.fault;
    if (fault != null && !fault.silent() && fault.method().equals(call.getRequestMethod())) {
      send(call, fault.status(), fault.body());
      return;
    }
    if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
      send(call, 401, status("Unauthorized"));
      return;
    }
    var path = call.getRequestURI().getPath();
    if (call.getRequestMethod().equals("GET")) {
      answer(call, path);
    } else {
      change(call, path, body);
    }
  }

  private synchronized void answer(HttpExchange call, String path) throws IOException {
    if (path.equals(DEPLOYMENTS)) {
      reconcile();
      send(call, 200, deployment().toString());
    } else if (path.equals(SETS)) {
      send(call, 200, sets(call.getRequestURI().getQuery()).toString());
    } else {
      send(call, 404, status("deployments.apps \"" + path + "\" not found"));
    }
  }

  private synchronized void change(HttpExchange call, String path, String body) throws IOException {
    if (!path.startsWith(DEPLOYMENTS)) {
      send(call, 404, status("deployments.apps \"other\" not found"));
      return;
    }
    beforePatch.run();
    var patch = JSON.readTree(body);
    patches.add(call.getRequestHeaders().getFirst("Content-Type") + " " + path);
    if (path.endsWith("/scale")) {
      replicas = patch.at("/spec/replicas").asInt();
      generation++;
    } else if (patch.isArray()) {
      if (!patch.at("/0/op").asText().equals("test")
          || !patch.at("/0/value").asText().equals(String.valueOf(revision))) {
        send(call, 422, status("the server rejected our request due to an error in our request"));
        return;
      }
      rollOut(patch.at("/1/value"));
    } else {
      var template = (ObjectNode) templates.get(revision).deepCopy();
      template
          .withObject("/metadata")
          .withObject("/annotations")
          .setAll((ObjectNode) patch.at("/spec/template/metadata/annotations"));
      rollOut(template);
    }
    if (fault != null && fault.silent()) {
      wait(call);
    } else {
      send(call, 200, deployment().toString());
    }
  }

  private void wait(HttpExchange call) {
    new Thread(
            () -> {
              try {
                closed.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              call.close();
            })
        .start();
  }

  private void rollOut(JsonNode template) {
    templates.put(++revision, template);
    generation++;
    old = replicas;
    updated = 0;
  }

  private void reconcile() {
    if (observed < generation) {
      observed = generation;
    } else if (stuck == null && updated < replicas) {
      stuckBefore = false;
      updated++;
      old = Math.max(0, old - 1);
    } else if (stuck == null && updated > replicas) {
      updated = replicas;
    }
  }

  private ObjectNode deployment() {
    var deployment = JSON.createObjectNode();
    var metadata = deployment.putObject("metadata");
    metadata.put("uid", "u1").put("generation", generation);
    metadata.putObject("annotations").put("deployment.kubernetes.io/revision", "" + revision);
    var spec = deployment.putObject("spec").put("replicas", replicas).put("paused", paused);
    spec.putObject("selector").putObject("matchLabels").put("app", "web");
    spec.set("template", templates.get(revision));
    var status = deployment.putObject("status").put("observedGeneration", observed);
    status.put("replicas", updated + old).put("updatedReplicas", updated);
    status.put("availableReplicas", updated);
    if (stuckBefore) {
      late(status, "the rollout before is stuck", 0);
    } else if (stuck != null && !stuck.isEmpty()) {
      late(status, stuck, observed);
    }
    return deployment;
  }

  private static void late(ObjectNode status, String message, int second) {
    var time = Instant.parse("2026-03-02T09:50:00Z").plusSeconds(second).toString();
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Progressing")
        .put("status", "False")
        .put("reason", "ProgressDeadlineExceeded")
        .put("message", message)
        .put("lastUpdateTime", time)
        .put("lastTransitionTime", time);
  }

  private JsonNode sets(@Nullable String query) {
    var list = JSON.createObjectNode();
    var items = list.putArray("items");
    if ("labelSelector=app=web".equals(query)) {
      templates.forEach((number, template) -> items.add(set("u1", number, template)));
      items.add(set("u2", 99, template("another")));
    }
    return list;
  }

  private static ObjectNode set(String owner, int number, JsonNode template) {
    var set = JSON.createObjectNode();
    var metadata = set.putObject("metadata");
    metadata.putObject("annotations").put("deployment.kubernetes.io/revision", "" + number);
    metadata.putArray("ownerReferences").addObject().put("uid", owner);
    var own = (ObjectNode) template.deepCopy();
    own.withObject("/metadata").withObject("/labels").put("pod-template-hash", "h" + number);
    set.putObject("spec").set("template", own);
    return set;
  }

  private static JsonNode template(String image) {
    var template = JSON.createObjectNode();
    template.putObject("metadata").putObject("labels").put("app", "web");
    template.putObject("spec").putArray("containers").addObject().put("image", image);
    return template;
  }

  static String status(String message) {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("status", "Failure")
        .put("message", message)
        .toString();
  }

  private static void send(HttpExchange call, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }
}
