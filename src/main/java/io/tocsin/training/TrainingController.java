package io.tocsin.training;

import io.tocsin.problem.InvalidInputException;
import io.tocsin.training.TrainingBook.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Trainings and qualifications for programs. */
@RestController
@RequestMapping("/api/v1")
class TrainingController {

  private static final Set<String> STATES = Set.of("open", "qualified", "withdrawn");

  private final TrainingBook book;

  TrainingController(TrainingBook book) {
    this.book = book;
  }

  /**
   * What is wanted.
   *
   * @param trainingFor {@code rotation:<id>} or {@code policy:<id>}
   */
  record Start(@NotBlank String person, @NotBlank String trainingFor) {}

  record Why(@NotBlank @Size(max = 1_000) String reason) {}

  /** A training with all that was done. */
  record Whole(Shown shown, Evidence evidence) {}

  @GetMapping("/trainings")
  List<Shown> list(
      @RequestParam(required = false) @Nullable String person,
      @RequestParam(required = false) @Nullable String state,
      Authentication user) {
    if (state != null && !STATES.contains(state)) {
      throw new InvalidInputException(
          "state", "'" + state + "' is none of open, qualified, withdrawn");
    }
    return book.list(person, state).stream()
        .map(shown -> mayRead(shown, user) ? shown : shown.forAll())
        .toList();
  }

  /** What somebody wrote and answered is theirs, and for those who train them. */
  @GetMapping("/trainings/{id}")
  Whole get(@PathVariable long id, Authentication user) {
    var shown = book.get(id);
    if (!mayRead(shown, user)) {
      throw new AccessDeniedException("Only the trainee and those who train them read this");
    }
    return new Whole(shown, book.evidence(id));
  }

  @PostMapping("/trainings")
  @PreAuthorize(Trainers.ONLY)
  ResponseEntity<Shown> start(@Valid @RequestBody Start start, Authentication user) {
    var training = book.start(start.person(), start.trainingFor(), user.getName());
    return ResponseEntity.created(URI.create("/api/v1/trainings/" + training.id()))
        .body(book.get(training.id()));
  }

  @PostMapping("/trainings/{id}/withdraw")
  @PreAuthorize(Trainers.ONLY)
  Shown withdraw(@PathVariable long id, @Valid @RequestBody Why why) {
    var unused = book.withdraw(id, why.reason().strip());
    return book.get(id);
  }

  @GetMapping("/qualifications")
  List<Qualification> qualifications(
      @RequestParam(name = "for", required = false) @Nullable String purpose) {
    return book.holders(purpose).stream().map(TrainingBook.Holder::qualification).toList();
  }

  @PostMapping("/qualifications/{id}/end")
  @PreAuthorize(Trainers.ONLY)
  Qualification takeAway(@PathVariable long id, @Valid @RequestBody Why why, Authentication user) {
    return book.takeAway(id, why.reason().strip(), user.getName());
  }

  private static boolean mayRead(Shown shown, Authentication user) {
    return Trainers.mayRead(
        shown.training(),
        user.getName(),
        user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList());
  }
}
