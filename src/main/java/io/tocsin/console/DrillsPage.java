package io.tocsin.console;

import io.tocsin.drill.DrillBook;
import io.tocsin.problem.BusyException;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
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

/** Drills: what can be practised, what runs, and how it went. */
@Controller
@RequestMapping("/drills")
class DrillsPage {

  private static final String LEADS = "hasAnyAuthority('drill-lead','camunda-admin')";
  private static final String PROBLEM = "problem";

  private final DrillBook drills;

  DrillsPage(DrillBook drills) {
    this.drills = drills;
  }

  @GetMapping
  String all(@ModelAttribute(name = "viewer", binding = false) Viewer viewer, Model model) {
    model.addAttribute("practice", drills.practice());
    model.addAttribute("drills", drills.newest(viewer.id()));
    return "drills";
  }

  @GetMapping("/{number}")
  String one(
      @PathVariable String number,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    model.addAttribute("shown", drills.get(number, viewer.id()));
    return "drill";
  }

  @PostMapping
  @PreAuthorize(LEADS)
  String start(
      @RequestParam String scenario,
      @RequestParam(defaultValue = "simulation") String kind,
      @RequestParam(required = false) @Nullable Integer pace,
      @RequestParam(required = false) @Nullable Integer aftermathPace,
      @RequestParam(defaultValue = "false") boolean responders,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return "redirect:/drills/"
          + drills.start(scenario, kind, pace, aftermathPace, responders, viewer.actor());
    } catch (InvalidInputException | ConflictException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return "redirect:/drills";
    }
  }

  @PostMapping("/{number}/{what}")
  @PreAuthorize(LEADS)
  String act(
      @PathVariable String number,
      @PathVariable String what,
      @RequestParam(defaultValue = "Broken off by the drill lead") String reason,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      switch (what) {
        case "pause" -> drills.pause(number, viewer.actor());
        case "resume" -> drills.resume(number, viewer.actor());
        case "abort" -> drills.breakOff(number, reason, viewer.actor());
        default -> throw new ConflictException("A drill cannot be '" + what + "'");
      }
    } catch (ConflictException | BusyException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
    }
    return "redirect:/drills/" + number;
  }
}
