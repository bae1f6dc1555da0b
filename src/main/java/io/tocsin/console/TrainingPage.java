package io.tocsin.console;

import io.tocsin.people.People;
import io.tocsin.problem.BusyException;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.training.Trainers;
import io.tocsin.training.TrainingBook;
import org.springframework.security.access.AccessDeniedException;
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

/** Who learns to be on call, how far they are, and who is qualified. */
@Controller
@RequestMapping("/training")
class TrainingPage {

  private static final String PROBLEM = "problem";
  private static final String LIST = "redirect:/training";

  private final TrainingBook book;
  private final People people;
  private final SentForms sent;

  TrainingPage(TrainingBook book, People people, SentForms sent) {
    this.book = book;
    this.people = people;
    this.sent = sent;
  }

  @GetMapping
  String all(Model model) {
    model.addAttribute("trainings", book.list(null, null));
    model.addAttribute("holders", book.holders(null));
    model.addAttribute("purposes", book.purposes());
    model.addAttribute("people", people.all());
    model.addAttribute("book", book);
    return "trainings";
  }

  @GetMapping("/{id}")
  String one(
      @PathVariable long id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    var shown = book.get(id);
    if (!Trainers.mayRead(shown.training(), viewer.id(), viewer.groups())) {
      throw new AccessDeniedException("Only the trainee and those who train them read this");
    }
    model.addAttribute("shown", shown);
    model.addAttribute("evidence", book.evidence(id));
    model.addAttribute("book", book);
    return "training";
  }

  @PostMapping
  @PreAuthorize(Trainers.ONLY)
  String start(
      @RequestParam String person,
      @RequestParam String purpose,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return sent.once(next, () -> LIST + "/" + book.start(person, purpose, viewer.id()).id());
    } catch (InvalidInputException | ConflictException | BusyException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return LIST;
    }
  }

  @PostMapping("/{id}/withdraw")
  @PreAuthorize(Trainers.ONLY)
  String withdraw(@PathVariable long id, @RequestParam String reason, RedirectAttributes next) {
    var training = LIST + "/" + id;
    try {
      if (reason.isBlank()) {
        throw new InvalidInputException("reason", "say why");
      }
      return sent.once(
          next,
          () -> {
            var unused = book.withdraw(id, reason.strip());
            return training;
          });
    } catch (InvalidInputException | ConflictException | BusyException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return training;
    }
  }
}
