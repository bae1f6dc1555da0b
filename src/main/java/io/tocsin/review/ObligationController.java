package io.tocsin.review;

import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Responders;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is owed after an incident, over HTTP. */
@RestController
@Validated
@RequestMapping("/api/v1/incidents/{number}/obligations")
class ObligationController {

  private final Obligations obligations;
  private final Atomic atomic;

  ObligationController(Obligations obligations, Atomic atomic) {
    this.obligations = obligations;
    this.atomic = atomic;
  }

  record Done(@Nullable @Size(max = 4_000) String note) {}

  @GetMapping
  List<Obligation> list(@PathVariable String number) {
    return obligations.of(number);
  }

  /** Doing it a second time changes nothing. */
  @PostMapping("/{obligation}/done")
  @PreAuthorize(Responders.ONLY)
  Obligation done(
      @PathVariable String number,
      @PathVariable String obligation,
      @Valid @RequestBody(required = false) @Nullable Done body,
      Authentication user) {
    var note = body == null || body.note() == null ? "" : body.note().strip();
    return atomic.call(
        () ->
            obligations.done(
                number, obligation, note.isEmpty() ? null : note, Actor.api(user.getName())));
  }
}
