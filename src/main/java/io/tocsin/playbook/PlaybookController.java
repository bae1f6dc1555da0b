package io.tocsin.playbook;

import io.tocsin.engine.Atomic;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Responders;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Playbooks over HTTP, and the word of a person that the evidence is preserved. */
@RestController
@RequestMapping("/api/v1/incidents/{number}")
class PlaybookController {

  private final Playbooks playbooks;
  private final PlaybookCommands commands;
  private final PlaybookProgress progress;
  private final Preserved preserved;
  private final Incidents incidents;
  private final Access access;
  private final Atomic atomic;

  PlaybookController(
      Playbooks playbooks,
      PlaybookCommands commands,
      PlaybookProgress progress,
      Preserved preserved,
      Incidents incidents,
      Access access,
      Atomic atomic) {
    this.playbooks = playbooks;
    this.commands = commands;
    this.progress = progress;
    this.preserved = preserved;
    this.incidents = incidents;
    this.access = access;
    this.atomic = atomic;
  }

  record Wanted(
      @Nullable @Size(max = 200) String playbook, @NotBlank @Size(max = 4_000) String reason) {}

  record ByHand(@NotBlank @Size(max = 4_000) String reason) {}

  /**
   * How it stands with the playbooks.
   *
   * @param playbook the one that is followed; null for none
   * @param steps of it, with what is ticked and what is open
   */
  record Answer(
      Playbooks.@Nullable Following playbook,
      List<PlaybookProgress.Step> steps,
      List<Proposal> proposals,
      List<Playbooks.Tick> ticked) {}

  /** Returns what is followed, what fits and what was ticked. */
  @GetMapping("/playbook")
  Answer read(@PathVariable String number, Authentication user) {
    access.requireReadable(user.getName(), incidents.get(number));
    return answer(number);
  }

  /**
   * Follows a playbook, another one, or none when it is null: the technical lead or the commander.
   */
  @PostMapping("/playbook")
  @PreAuthorize(Responders.ONLY)
  Answer follow(
      @PathVariable String number, @Valid @RequestBody Wanted wanted, Authentication user) {
    commands.choose(number, wanted.playbook(), wanted.reason(), Actor.api(user.getName()));
    return answer(number);
  }

  /** Notes that a person has preserved the evidence: actions may run from now on. */
  @PostMapping("/preserved-evidence")
  @PreAuthorize("hasAnyAuthority('incident-commander','security-team')")
  List<PreservedEvidence> preserved(
      @PathVariable String number, @Valid @RequestBody ByHand said, Authentication user) {
    atomic.run(
        () -> {
          access.requireReadable(user.getName(), incidents.get(number));
          preserved.byHand(number, said.reason(), Actor.api(user.getName()));
        });
    return preserved.of(number);
  }

  /** Returns each time that evidence was preserved, with the hash of each copy. */
  @GetMapping("/preserved-evidence")
  List<PreservedEvidence> evidence(@PathVariable String number, Authentication user) {
    access.requireReadable(user.getName(), incidents.get(number));
    return preserved.of(number);
  }

  private Answer answer(String number) {
    var progress = this.progress.of(incidents.get(number));
    return new Answer(
        progress.following(), progress.steps(), progress.proposals(), playbooks.ticks(number));
  }
}
