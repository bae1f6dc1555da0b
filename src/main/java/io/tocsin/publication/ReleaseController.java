package io.tocsin.publication;

import io.tocsin.incident.Actor;
import io.tocsin.problem.InvalidInputException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Words for the public that wait for their release, or are out, over HTTP. Only approvers let them
 * out.
 */
@RestController
@Validated
@RequestMapping("/api/v1/incidents/{number}/releases")
class ReleaseController {

  private final Releases releases;
  private final TakeDown takeDown;

  ReleaseController(Releases releases, TakeDown takeDown) {
    this.releases = releases;
    this.takeDown = takeDown;
  }

  /**
   * What an approver decides.
   *
   * @param decision {@code release} or {@code sendBack}
   * @param revision that was read; words that have changed since are not released
   * @param title another headline
   * @param text other words
   * @param reason why they are sent back
   */
  record Decision(
      @NotBlank String decision,
      @Nullable Integer revision,
      @Nullable @Size(max = 200) String title,
      @Nullable @Size(max = 4_000) String text,
      @Nullable @Size(max = 4_000) String reason) {}

  /**
   * Why words that are out are taken down.
   *
   * @param reason for those inside
   */
  record Reason(@NotBlank @Size(max = 4_000) String reason) {}

  @GetMapping
  List<WaitingWords> list(@PathVariable String number) {
    return releases.waiting(number);
  }

  /** Returns what is out, newest first. */
  @GetMapping("/published")
  List<WordsOut> published(@PathVariable String number) {
    return takeDown.out(number);
  }

  /**
   * What taking down has come to.
   *
   * @param mailed whether a customer has the words by mail
   * @param published what is still out, newest first
   */
  record Taken(boolean mailed, List<WordsOut> published) {}

  @PostMapping("/{id}/take-down")
  Taken takeDown(
      @PathVariable String number,
      @PathVariable UUID id,
      @Valid @RequestBody Reason body,
      Authentication user) {
    var mailed = takeDown.takeDown(number, id, body.reason().strip(), Actor.api(user.getName()));
    return new Taken(mailed, takeDown.out(number));
  }

  /** Returns what still waits. */
  @PostMapping("/{id}")
  List<WaitingWords> decide(
      @PathVariable String number,
      @PathVariable UUID id,
      @Valid @RequestBody Decision body,
      Authentication user) {
    var actor = Actor.api(user.getName());
    switch (body.decision()) {
      case "release" ->
          releases.release(number, id, body.revision(), body.title(), body.text(), actor);
      case "sendBack" -> {
        var reason = body.reason() == null ? "" : body.reason().strip();
        if (reason.isEmpty()) {
          throw new InvalidInputException("reason", "say what must be different");
        }
        releases.sendBack(number, id, body.revision(), reason, actor);
      }
      default ->
          throw new InvalidInputException(
              "decision", "'" + body.decision() + "' is neither release nor sendBack");
    }
    return releases.waiting(number);
  }
}
