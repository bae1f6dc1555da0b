package io.tocsin.catalog;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A change to a deployment through the API server.
 *
 * @param api address of the API server
 * @param replicas how many a scaling leaves: a number, or {@code :name} of a parameter
 * @param token of a service account, from the environment; never shown
 * @param tokenFile read afresh each time, where a token is renewed on disk
 * @param caFile certificates that have signed that of the API server, in PEM, read afresh each
 *     time; null trusts what Java trusts
 */
public record KubernetesCall(
    @NotNull URI api,
    @DefaultValue("default") @NotBlank @Pattern(regexp = NAME) String namespace,
    @NotBlank @Pattern(regexp = NAME) String deployment,
    @NotNull Operation operation,
    @Nullable String replicas,
    @Nullable String token,
    @Nullable Path tokenFile,
    @Nullable Path caFile) {

  static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  /** What is done to the deployment. */
  public enum Operation {
    ROLLOUT_UNDO,
    SCALE,
    RESTART
  }

  /** Refuses a scaling to nowhere. */
  public KubernetesCall {
    if (operation == Operation.SCALE && replicas == null) {
      throw new IllegalArgumentException(
          "tocsin.catalog: kubernetes with the operation scale needs replicas");
    }
    if (token != null && tokenFile != null) {
      throw new IllegalArgumentException(
          "tocsin.catalog: kubernetes takes a token or a token-file, not both");
    }
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return operation + " of " + namespace + "/" + deployment + " at " + api.getHost();
  }
}
