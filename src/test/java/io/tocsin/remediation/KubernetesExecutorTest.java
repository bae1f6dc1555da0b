package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.KubernetesCall;
import io.tocsin.catalog.KubernetesCall.Operation;
import io.tocsin.catalog.Parameter;
import io.tocsin.outbound.TestHttp;
import io.tocsin.remediation.ActionRun.State;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Over HTTP against a small API server that does as the real one. */
class KubernetesExecutorTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final KubernetesExecutor executor =
      new KubernetesExecutor(
          TestHttp.client(),
          Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC),
          Duration.ofMillis(5));
  private FakeKubernetes cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeKubernetes();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void goesBackToTheTemplateOfTheRevisionBeforeAndWatchesTheRollout() {
    assertThat(run(Operation.ROLLOUT_UNDO))
        .isEqualTo(
            new Outcome(
                true,
                "Rolled web back from revision 3 to the template of revision 2."
                    + " The rollout is complete: 2 of 2 updated, 2 available"));
    assertThat(cluster.image()).isEqualTo("v2");
    assertThat(cluster.patches())
        .containsExactly(
            "application/json-patch+json /apis/apps/v1/namespaces/shop/deployments/web");
  }

  @Test
  void restartsByAnAnnotation() {
    assertThat(run(Operation.RESTART).output())
        .isEqualTo(
            "Restarted the pods of web one after the other."
                + " The rollout is complete: 2 of 2 updated, 2 available");
    assertThat(cluster.patches())
        .containsExactly(
            "application/strategic-merge-patch+json /apis/apps/v1/namespaces/shop/deployments/web");
  }

  @Test
  void scalesToAParameterUpAndDown() {
    assertThat(run(Operation.SCALE).output())
        .isEqualTo("Scaled web to 4. The rollout is complete: 4 of 4 updated, 4 available");
    assertThat(cluster.replicas()).isEqualTo(4);
  }

  @Test
  void saysHowFarItGotWhenTheTimeIsUp() {
    cluster.startsNoPod("");

    assertThat(run(Operation.RESTART, Duration.ofMillis(1_200)))
        .isEqualTo(
            new Outcome(
                true,
                "Restarted the pods of web one after the other. The rollout was not complete after"
                    + " 1 s: 0 of 2 updated, 0 available, 2 old ones left"));
  }

  @Test
  void failsWhenTheRolloutDoesNotGetOn() {
    cluster.startsNoPod("ReplicaSet \"web-5\" has timed out progressing.");

    assertThat(run(Operation.ROLLOUT_UNDO))
        .isEqualTo(
            Outcome.failed(
                "Rolled web back from revision 3 to the template of revision 2. The rollout does"
                    + " not get on: 0 of 2 updated, 0 available, 2 old ones left."
                    + " ReplicaSet \"web-5\" has timed out progressing."));
  }

  @ParameterizedTest
  @EnumSource
  void doesNotTakeAStuckRolloutBeforeForItsOwn(Operation operation) {
    cluster.isStuckAlready();

    var outcome = run(operation);

    assertThat(outcome.state()).isEqualTo(State.SUCCEEDED);
    assertThat(outcome.output()).contains("The rollout is complete");
  }

  @Test
  void hasNothingToGoBackToInTheFirstRevision() {
    cluster.inItsFirstRevision();

    assertThat(run(Operation.ROLLOUT_UNDO))
        .isEqualTo(Outcome.failed("There is no revision before 3 to go back to"));
  }

  @Test
  void undoesNothingWhenSomebodyElseRolledOutMeanwhile() {
    cluster.somebodyRollsOutMeanwhile();

    assertThat(run(Operation.ROLLOUT_UNDO))
        .isEqualTo(
            Outcome.failed(
                "The API server answers 422: the server rejected our request due to an error in"
                    + " our request. Somebody else changed it meanwhile; nothing was done"));
    assertThat(cluster.image()).isEqualTo("v4");
  }

  @Test
  void leavesAPausedDeploymentAlone() {
    cluster.paused();

    for (var operation : List.of(Operation.ROLLOUT_UNDO, Operation.RESTART)) {
      assertThat(run(operation))
          .isEqualTo(Outcome.failed("The deployment is paused; resume it first"));
    }
    assertThat(cluster.patches()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 403, FAILED, needs get list and patch",
    "PATCH, 403, FAILED, needs get list and patch",
    "GET, 404, FAILED, answers 404: said so",
    "PATCH, 404, FAILED, answers 404: said so",
    "PATCH, 408, UNKNOWN, answers 408",
    "PATCH, 409, FAILED, Somebody else changed it meanwhile",
    "PATCH, 429, FAILED, answers 429",
    "GET, 500, FAILED, answers 500",
    "PATCH, 500, UNKNOWN, answers 500",
    "PATCH, 504, UNKNOWN, answers 504"
  })
  void tellsARefusalFromWhatMayHaveBeenDone(String method, int status, State state, String words) {
    cluster.answers(method, status, FakeKubernetes.status("said so"));

    var outcome = run(Operation.ROLLOUT_UNDO);

    assertThat(outcome.state()).isEqualTo(state);
    assertThat(outcome.output().replace(",", "")).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"'{\"metadata\":', is not JSON", "<html>, is not JSON"})
  void readsNothingIntoABrokenAnswer(String body, String words) {
    cluster.answers("GET", 200, body);

    assertThat(run(Operation.ROLLOUT_UNDO).state()).isEqualTo(State.FAILED);
    assertThat(run(Operation.ROLLOUT_UNDO).output()).contains(words);
  }

  @Test
  void doesNotNeedTheAnswerToItsChange() {
    cluster.answers("PATCH", 200, "<html>");

    assertThat(run(Operation.SCALE, Duration.ofMillis(300)).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void knowsNothingWhenTheChangeIsNotAnswered() {
    cluster.isSilentOn("PATCH");

    var outcome = run(Operation.RESTART, Duration.ofMillis(900));

    assertThat(outcome.state()).isEqualTo(State.UNKNOWN);
    assertThat(outcome.output()).isEqualTo("No answer of the API server: timed out after 300 ms");
  }

  @Test
  void failsWhenThereIsNoServer() {
    cluster.close();

    assertThat(run(Operation.RESTART))
        .isEqualTo(Outcome.failed("No answer of the API server: connection refused"));
  }

  @Test
  void readsTheTokenAfreshAndSaysWhenItIsNotTaken() throws Exception {
    var file = Files.writeString(folder.resolve("token"), "old\n");
    var call = call(cluster.api(), Operation.RESTART, null, file, null);

    assertThat(executor.run(work(call, LONG)))
        .isEqualTo(
            Outcome.failed("The API server answers 401: Unauthorized. Is the token still valid?"));
    Files.writeString(file, FakeKubernetes.TOKEN + "\n");
    assertThat(executor.run(work(call, LONG)).state()).isEqualTo(State.SUCCEEDED);
    Files.delete(file);
    assertThat(executor.run(work(call, LONG)).output())
        .isEqualTo("The token file " + file + " cannot be read");
  }

  @Test
  void trustsTheCertificatesOfItsFile() throws Exception {
    var own = certificate("cluster");
    try (var secure = new FakeKubernetes(own.context())) {
      assertThat(executor.run(work(secure, null)).output())
          .startsWith("No answer of the API server: no secure connection");
      assertThat(executor.run(work(secure, own.pem())).output())
          .endsWith("The rollout is complete: 2 of 2 updated, 2 available");
      var none = folder.resolve("none.pem");
      assertThat(executor.run(work(secure, none)).output())
          .isEqualTo("No answer of the API server: the CA file " + none + " cannot be read");
    }
  }

  @Test
  void takesOneTokenAndNeverShowsIt() {
    assertThat(call(cluster.api(), Operation.RESTART, FakeKubernetes.TOKEN, null, null).toString())
        .doesNotContain(FakeKubernetes.TOKEN);
    assertThatThrownBy(
            () -> call(cluster.api(), Operation.RESTART, "x", folder.resolve("token"), null))
        .hasMessageContaining("a token or a token-file, not both");
  }

  private Outcome run(Operation operation) {
    return run(operation, LONG);
  }

  private Outcome run(Operation operation, Duration timeout) {
    return executor.run(
        work(call(cluster.api(), operation, FakeKubernetes.TOKEN, null, null), timeout));
  }

  private static Executor.Work work(FakeKubernetes cluster, @Nullable Path trust) {
    return work(call(cluster.api(), Operation.RESTART, FakeKubernetes.TOKEN, null, trust), LONG);
  }

  private static KubernetesCall call(
      URI api,
      Operation operation,
      @Nullable String token,
      @Nullable Path tokenFile,
      @Nullable Path trust) {
    return new KubernetesCall(api, "shop", "web", operation, ":replicas", token, tokenFile, trust);
  }

  private static Executor.Work work(KubernetesCall call, Duration timeout) {
    return new Executor.Work(
        new Action(
            "Change it",
            true,
            timeout,
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

  private record Own(SSLContext context, Path pem) {}

  /** A certificate that is signed by itself, for this machine. */
  private Own certificate(String name) throws Exception {
    var file = folder.resolve(name + ".p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(made.waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var stream = Files.newInputStream(file)) {
      store.load(stream, "changeit".toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("a").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return new Own(context, Files.writeString(folder.resolve(name + ".pem"), pem));
  }
}
