package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.KubernetesCall;
import io.tocsin.catalog.KubernetesCall.Operation;
import io.tocsin.catalog.Parameter;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.remediation.ActionRun.State;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Against a small API server. */
class KubernetesExecutorTest {

  private static final String DEPLOYMENT =
      "{\"metadata\":{\"uid\":\"u1\",\"annotations\":{\"deployment.kubernetes.io/revision\":\"7\"}}}";
  private static final String SETS =
      "{\"items\":["
          + set("u1", 5, "v5")
          + ","
          + set("u1", 6, "v6")
          + ","
          + set("u1", 7, "v7")
          + ","
          + set("u2", 6, "other")
          + "]}";

  private final List<OutboundRequest> sent = new ArrayList<>();
  private String sets = SETS;
  private OutboundResponse patched = answer(200, "{}");

  private final KubernetesExecutor executor =
      new KubernetesExecutor(
          request -> {
            sent.add(request);
            return CompletableFuture.completedFuture(
                request.method().equals("PATCH")
                    ? patched
                    : answer(
                        200, request.url().getPath().endsWith("replicasets") ? sets : DEPLOYMENT));
          },
          Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC));

  @Test
  void goesBackToTheTemplateOfTheRevisionBefore() {
    var outcome = executor.run(work(Operation.ROLLOUT_UNDO, null));

    assertThat(outcome)
        .isEqualTo(
            new Outcome(true, "Rolled web back from revision 7 to the template of revision 6"));
    var patch = sent.get(2);
    assertThat(patch.url())
        .hasToString("https://k8s.example.org/apis/apps/v1/namespaces/shop/deployments/web");
    assertThat(patch.headers())
        .containsEntry("Authorization", "Bearer t0ken")
        .containsEntry("Content-Type", "application/json-patch+json");
    assertThat(patch.body())
        .contains("\"op\":\"test\"", "\"value\":\"7\"", "v6")
        .doesNotContain("pod-template-hash");
  }

  @Test
  void hasNothingToGoBackToInTheFirstRevision() {
    sets = "{\"items\":[" + set("u1", 7, "v7") + "]}";

    assertThat(executor.run(work(Operation.ROLLOUT_UNDO, null)))
        .isEqualTo(Outcome.failed("There is no revision before 7 to go back to"));
  }

  @Test
  void failsWhenSomebodyElseRolledOutMeanwhile() {
    patched = answer(422, "{\"message\":\"the test failed\"}");

    assertThat(executor.run(work(Operation.ROLLOUT_UNDO, null)))
        .isEqualTo(Outcome.failed("The API server answers 422: the test failed"));
  }

  @Test
  void knowsNothingWhenTheChangeIsNotAnswered() {
    patched = OutboundResponse.failed("timed out after 1000 ms", Duration.ofSeconds(1));

    assertThat(executor.run(work(Operation.RESTART, null)).state()).isEqualTo(State.UNKNOWN);
    patched = OutboundResponse.failed("connection refused", Duration.ofSeconds(1));
    assertThat(executor.run(work(Operation.RESTART, null)).state()).isEqualTo(State.FAILED);
  }

  @Test
  void scalesToAParameter() {
    assertThat(executor.run(work(Operation.SCALE, ":replicas")))
        .isEqualTo(new Outcome(true, "Scaled web to 4"));
    assertThat(sent.get(0).url()).hasPath("/apis/apps/v1/namespaces/shop/deployments/web/scale");
    assertThat(sent.get(0).body()).isEqualTo("{\"spec\":{\"replicas\":4}}");
  }

  @Test
  void restartsByAnAnnotation() {
    executor.run(work(Operation.RESTART, null));

    assertThat(sent.get(0).body())
        .contains("\"kubectl.kubernetes.io/restartedAt\":\"2026-03-02T10:00:00Z\"");
  }

  private static Executor.Work work(Operation operation, String replicas) {
    var call =
        new KubernetesCall(
            URI.create("https://k8s.example.org/"),
            "shop",
            "web",
            operation,
            replicas,
            "t0ken",
            null);
    assertThat(call.toString()).doesNotContain("t0ken");
    return new Executor.Work(
        new Action(
            "Change it",
            true,
            Duration.ofSeconds(30),
            List.of(),
            Map.of(),
            null,
            call,
            null,
            null,
            Map.of(
                "replicas",
                new Parameter(null, Parameter.Type.INTEGER, 1L, 9L, List.of(), null, true))),
        "key",
        Map.of("replicas", 4L));
  }

  private static String set(String owner, int revision, String image) {
    return ("{\"metadata\":{\"annotations\":{\"deployment.kubernetes.io/revision\":\"%d\"},"
            + "\"ownerReferences\":[{\"uid\":\"%s\"}]},\"spec\":{\"template\":{\"metadata\":"
            + "{\"labels\":{\"app\":\"web\",\"pod-template-hash\":\"h\"}},\"spec\":"
            + "{\"containers\":[{\"image\":\"%s\"}]}}}}")
        .formatted(revision, owner, image);
  }

  private static OutboundResponse answer(int status, String body) {
    return new OutboundResponse(status, body, false, Duration.ofMillis(3), null);
  }
}
