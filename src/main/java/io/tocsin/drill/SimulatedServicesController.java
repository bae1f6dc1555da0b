package io.tocsin.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tocsin.problem.InvalidInputException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The simulated services to the outside: a health endpoint as any service has one, and what breaks
 * and heals them.
 */
@RestController
@RequestMapping("/simulated/{id}")
@ConditionalOnBooleanProperty("tocsin.simulated.enabled")
class SimulatedServicesController {

  private static final String SECRET = "X-Simulator-Secret";
  private static final String KEY = "Idempotency-Key";

  private final SimulatedServices services;
  private final byte[] secret;

  SimulatedServicesController(SimulatedServices services, SimulationProperties properties) {
    this.services = services;
    this.secret = properties.secret().getBytes(StandardCharsets.UTF_8);
  }

  record Deploy(@Nullable @Size(max = 50) @Pattern(regexp = "[\\w.+-]+") String version) {}

  record Break(
      @Nullable @Min(0) @Max(10_000) Integer latencyMs,
      @Nullable @Size(min = 1, max = 500) String error) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Health(String status, String version, @Nullable String error) {}

  /** Answers 200 or 503, after the delay that the service has at present. */
  @GetMapping("/health")
  CompletableFuture<ResponseEntity<Health>> health(@PathVariable String id) {
    var service = services.get(id);
    var answer =
        ResponseEntity.status(service.healthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
            .body(
                new Health(
                    service.healthy() ? "ok" : "failing", service.version(), service.error()));
    // Waits without a thread, because anybody may ask.
    return service.latencyMs() == 0
        ? CompletableFuture.completedFuture(answer)
        : CompletableFuture.supplyAsync(
            () -> answer,
            CompletableFuture.delayedExecutor(service.latencyMs(), TimeUnit.MILLISECONDS));
  }

  /** The log of errors, one a line, as a log store would return it. */
  @GetMapping(path = "/errors", produces = MediaType.TEXT_PLAIN_VALUE)
  String errors(@PathVariable String id) {
    return String.join("\n", services.errors(id));
  }

  /** What was deployed, one a line, the newest first. */
  @GetMapping(path = "/deployments", produces = MediaType.TEXT_PLAIN_VALUE)
  String deployments(@PathVariable String id) {
    return String.join("\n", services.deployments(id));
  }

  /**
   * Answers as Prometheus does to an instant query; the time is when the value last changed.
   *
   * @param query cpu or memory: how much of it is used, from 0 to 1
   */
  @GetMapping("/metrics/api/v1/query")
  Map<String, Object> query(@PathVariable String id, @RequestParam String query) {
    var service = services.get(id);
    var value =
        switch (query) {
          case "cpu" -> service.cpu();
          case "memory" -> service.memory();
          default -> throw new InvalidInputException("query", "ask for cpu or memory");
        };
    var series =
        Map.of(
            "metric",
            Map.of("service", id),
            "value",
            List.of(service.changedAt().getEpochSecond(), Double.toString(value)));
    return Map.of(
        "status", "success", "data", Map.of("resultType", "vector", "result", List.of(series)));
  }

  @PostMapping("/deploy")
  SimulatedService deploy(
      @PathVariable String id, @Valid @RequestBody(required = false) @Nullable Deploy body) {
    return services.deploy(id, body == null ? null : body.version());
  }

  @PostMapping("/break")
  SimulatedService breakIt(
      @PathVariable String id, @Valid @RequestBody(required = false) @Nullable Break body) {
    return services.breakIt(
        id,
        body == null || body.latencyMs() == null ? 0 : body.latencyMs(),
        body == null ? null : body.error());
  }

  @PostMapping("/repair")
  SimulatedService repair(@PathVariable String id) {
    return services.repair(id);
  }

  @PostMapping("/rollback")
  SimulatedService rollback(
      @PathVariable String id,
      @RequestHeader(name = SECRET, required = false) @Nullable String given,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Nullable Principal user) {
    requireSecret(given, user);
    return services.rollback(id, key);
  }

  @PostMapping("/restart")
  SimulatedService restart(
      @PathVariable String id,
      @RequestHeader(name = SECRET, required = false) @Nullable String given,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Nullable Principal user) {
    requireSecret(given, user);
    return services.restart(id, key);
  }

  /** Compares in constant time, so that an answer's delay tells nothing of the secret. */
  private void requireSecret(@Nullable String given, @Nullable Principal user) {
    var right =
        given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret);
    if (!right && user == null) {
      throw new ResponseStatusException(
          HttpStatus.UNAUTHORIZED, "Send the simulator's secret as " + SECRET + ", or sign in");
    }
  }
}
