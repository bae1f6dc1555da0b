package io.tocsin.console;

import io.tocsin.operation.Failures;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What waits for a person: jobs and messages that were given up, and what is suspended. */
@Controller
@RequestMapping("/failures")
@PreAuthorize(Failures.OPERATORS)
class FailuresPage {

  private static final String DONE = "done";
  private static final String PROBLEM = "problem";
  private static final String BACK = "redirect:/failures";

  private final Failures failures;
  private final SentForms sent;

  FailuresPage(Failures failures, SentForms sent) {
    this.failures = failures;
    this.sent = sent;
  }

  @GetMapping
  String page(@ModelAttribute(name = "viewer", binding = false) Viewer viewer, Model model) {
    model.addAttribute("open", failures.open(viewer.id()));
    return "failures";
  }

  @PostMapping("/jobs/{id}/retry")
  String retryJob(
      @PathVariable String id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    return tried(next, () -> once(next, () -> failures.retryJob(id, viewer.actor()).stepName()));
  }

  /** Each of them in a transaction of its own: a second time finds those that failed again. */
  @PostMapping("/jobs/retry")
  String retryStep(
      @RequestParam String process,
      @RequestParam String step,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    return tried(
        next, () -> done(next, String.valueOf(failures.retryStep(process, step, viewer.actor()))));
  }

  @PostMapping("/messages/{id}/retry")
  String retryMessage(
      @PathVariable UUID id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    return tried(
        next,
        () ->
            once(
                next,
                () ->
                    "the message to "
                        + failures.retryDelivery(id, viewer.actor()).recipientName()));
  }

  /**
   * Tries again what a form names, once.
   *
   * @param retry returns what it was
   */
  private String once(RedirectAttributes next, Supplier<String> retry) {
    return sent.once(next, () -> done(next, retry.get()));
  }

  /** Goes back to the list, which says what was tried again. */
  private static String done(RedirectAttributes next, String what) {
    next.addFlashAttribute(DONE, "Tried again: " + what);
    return BACK;
  }

  /** Goes back to the list, which says why it was not tried again if it was not. */
  private static String tried(RedirectAttributes next, Supplier<String> retry) {
    try {
      return retry.get();
    } catch (ConflictException | NotFoundException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return BACK;
    }
  }
}
