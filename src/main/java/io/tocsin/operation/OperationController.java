package io.tocsin.operation;

import io.tocsin.engine.JobDesk.FailedJob;
import io.tocsin.incident.Actor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What those who run Tocsin ask. */
@RestController
@RequestMapping("/api/v1")
class OperationController {

  private final Failures failures;
  private final Diagnostics diagnostics;

  OperationController(Failures failures, Diagnostics diagnostics) {
    this.failures = failures;
    this.diagnostics = diagnostics;
  }

  /** Returns the jobs and messages that were given up, and what is suspended. */
  @PreAuthorize(Failures.OPERATORS)
  @GetMapping("/failures")
  Failures.Open failures(Authentication user) {
    return failures.open(user.getName());
  }

  /** Has a job tried again that was given up. */
  @PreAuthorize(Failures.OPERATORS)
  @PostMapping("/failures/jobs/{id}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  FailedJob retry(@PathVariable String id, Authentication user) {
    return failures.retryJob(id, Actor.api(user.getName()));
  }

  /** Returns how the system is, as text for people; it holds no secrets. */
  @PreAuthorize("hasAuthority('camunda-admin')")
  @GetMapping(path = "/diagnostics", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
  String diagnostics() {
    return diagnostics.report();
  }
}
