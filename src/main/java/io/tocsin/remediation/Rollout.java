package io.tocsin.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/**
 * How far a deployment has got with its last change, as {@code kubectl rollout status} reads it.
 *
 * @param complete whether all pods are new ones and available
 * @param stuck whether its deadline of progress has passed
 * @param said for people
 */
record Rollout(boolean complete, boolean stuck, String said) {

  static Rollout of(JsonNode deployment) {
    var status = deployment.path("status");
    if (status.path("observedGeneration").asLong()
        < deployment.at("/metadata/generation").asLong()) {
      return new Rollout(false, false, "the change has not been seen by the controller");
    }
    var late =
        StreamSupport.stream(status.path("conditions").spliterator(), false)
            .filter(condition -> condition.path("type").asText().equals("Progressing"))
            .filter(
                condition -> condition.path("reason").asText().equals("ProgressDeadlineExceeded"))
            .findFirst();
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
}
