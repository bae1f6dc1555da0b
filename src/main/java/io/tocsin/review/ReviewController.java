package io.tocsin.review;

import io.tocsin.actionitem.Improvers;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The versions of a review over HTTP. */
@RestController
@RequestMapping("/api/v1/incidents/{number}/review")
class ReviewController {

  private final Reviewing reviewing;
  private final BlamelessWording wording;
  private final Atomic atomic;

  ReviewController(Reviewing reviewing, BlamelessWording wording, Atomic atomic) {
    this.reviewing = reviewing;
    this.wording = wording;
    this.atomic = atomic;
  }

  /**
   * A version, and what in its words may sound like blame.
   *
   * @param hints for whoever writes; they keep nothing from being handed in
   */
  record Shown(Review review, List<WordingHint> hints) {}

  /** All versions, the newest first. */
  @GetMapping("/versions")
  List<ReviewVersion> versions(@PathVariable String number) {
    return reviewing.versions(number);
  }

  @GetMapping("/versions/{version}")
  Shown version(@PathVariable String number, @PathVariable int version) {
    return shown(reviewing.version(number, version));
  }

  /** What differs from an earlier version, the one before if none is named. */
  @GetMapping("/versions/{version}/changes")
  List<Difference> changes(
      @PathVariable String number,
      @PathVariable int version,
      @RequestParam(required = false) @Nullable Integer since) {
    return reviewing.difference(number, since == null ? version - 1 : since, version);
  }

  /** Corrects the newest version; the answer is the new one. */
  @PatchMapping
  @PreAuthorize(Improvers.ONLY)
  Shown correct(
      @PathVariable String number, @RequestBody Correction correction, Authentication user) {
    return shown(
        atomic.call(() -> reviewing.correct(number, correction, Actor.api(user.getName()))));
  }

  private Shown shown(Review review) {
    return new Shown(review, wording.hints(review.text()));
  }
}
