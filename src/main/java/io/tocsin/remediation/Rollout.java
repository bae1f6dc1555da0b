package io.tocsin.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * How far a deployment has got with its last change, as {@code kubectl rollout status} reads it.
 *
 * @param complete whether all pods are new ones and available
 * @param stuck whether the deadline of progress of this very change has passed
 * @param said for people
 */
record Rollout(boolean complete, boolean stuck, String said) {

  /**
   * Reads a rollout.
   *
   * @param before the deployment before the change: that the rollout before it was stuck stands
   *     there for a while after the controller has seen the change
   */
  static Rollout of(JsonNode deployment, JsonNode before) {
    var status = deployment.path("status");
    if (status.path("observedGeneration").asLong()
        < deployment.at("/metadata/generation").asLong()) {
      return new Rollout(false, false, "the change has not been seen by the controller");
    }
    var known = late(before).map(Rollout::times);
    var late = late(deployment).filter(condition -> !known.equals(Optional.of(times(condition))));
    var wanted = deployment.at("/spec/replicas").asInt(1);
    var updated = status.path("updatedReplicas").asInt();
    var available = status.path("availableReplicas").asInt();
    var old = status.path("replicas").asInt() - updated;
    var said =
        "%d of %d updated, %d available%s"
            .formatted(updated, wanted, available, old > 0 ? ", " + old + " old ones left" : "");
    return late.map(
            condition -> new Rollout(false, true, said + ". " + condition.path("message").asText()))
        .orElseGet(
            () -> new Rollout(updated == wanted && old <= 0 && available == updated, false, said));
  }

  private static Optional<JsonNode> late(JsonNode deployment) {
    return StreamSupport.stream(deployment.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals("Progressing"))
        .filter(condition -> condition.path("reason").asText().equals("ProgressDeadlineExceeded"))
        .findFirst();
  }

  private static List<JsonNode> times(JsonNode condition) {
    return List.of(condition.path("lastUpdateTime"), condition.path("lastTransitionTime"));
  }
}
