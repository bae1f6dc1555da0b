package io.tocsin.console;

import static java.util.stream.Collectors.toMap;

import io.tocsin.drill.ByHand;
import io.tocsin.drill.DrillBook;
import io.tocsin.drill.DrillBook.Practice;
import io.tocsin.drill.PracticeMap;
import io.tocsin.drill.PracticeMap.Due;
import io.tocsin.drill.PracticeMap.Place;
import io.tocsin.drill.Surprises;
import io.tocsin.drill.Surprises.Plan;
import io.tocsin.people.Players;
import io.tocsin.policy.Policies;
import io.tocsin.problem.BusyException;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

/** Drills: what can be practised, what is overdue, what runs, and how it went. */
@Controller
@RequestMapping("/drills")
class DrillsPage {

  private static final String LEADS = "hasAnyAuthority('drill-lead','camunda-admin')";
  private static final String PROBLEM = "problem";
  private static final String DONE = "done";
  private static final String ALL = "redirect:/drills";

  private final DrillBook drills;
  private final Surprises surprises;
  private final PracticeMap map;
  private final SentForms sent;

  DrillsPage(DrillBook drills, Surprises surprises, PracticeMap map, SentForms sent) {
    this.drills = drills;
    this.surprises = surprises;
    this.map = map;
    this.sent = sent;
  }

  @ModelAttribute
  void words(Model model) {
    model.addAttribute("drillKinds", Choices.DRILL_KINDS);
    model.addAttribute("kinds", Choices.KINDS);
  }

  @GetMapping
  String all(@ModelAttribute(name = "viewer", binding = false) Viewer viewer, Model model) {
    var practice = drills.practice(viewer.id());
    model.addAttribute("practice", practice);
    model.addAttribute(
        "titles", practice.stream().collect(toMap(Practice::scenario, Practice::title)));
    model.addAttribute("drills", drills.newest(viewer.id()));
    model.addAttribute("overdue", map.calendar(viewer.id()).stream().filter(Due::overdue).toList());
    model.addAttribute("surprises", surprises.of(viewer.id()));
    model.addAttribute("surpriseWithin", Choices.SURPRISES);
    return "drills";
  }

  /** What was practised when, and what is overdue. */
  @GetMapping("/practice")
  String practice(@ModelAttribute(name = "viewer", binding = false) Viewer viewer, Model model) {
    var places = new HashMap<String, Map<Integer, Place>>();
    map.places(viewer.id())
        .forEach(
            place ->
                places
                    .computeIfAbsent(place.kind(), kind -> new HashMap<>())
                    .put(place.level(), place));
    model.addAttribute("places", places);
    model.addAttribute("levels", Policies.LEVELS);
    model.addAttribute("calendar", map.calendar(viewer.id()));
    return "practice";
  }

  @GetMapping("/{number}")
  String one(
      @PathVariable String number,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    model.addAttribute("shown", drills.get(number, viewer.id()));
    model.addAttribute("injects", Choices.INJECTS);
    model.addAttribute("players", Players.ids());
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
      return sent.once(
          next,
          () ->
              ALL
                  + "/"
                  + drills.start(scenario, kind, pace, aftermathPace, responders, viewer.actor()));
    } catch (InvalidInputException | ConflictException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return ALL;
    }
  }

  @PostMapping("/surprises")
  @PreAuthorize(LEADS)
  String plan(
      @RequestParam String scenario,
      @RequestParam Duration within,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return sent.once(
          next,
          () -> {
            surprises.plan(new Plan(scenario, null, within, null, null, false), viewer.id());
            next.addFlashAttribute(DONE, "It is planned. Nobody but you sees that it comes.");
            return ALL;
          });
    } catch (InvalidInputException | ConflictException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return ALL;
    }
  }

  @PostMapping("/surprises/{id}/call-off")
  @PreAuthorize(LEADS)
  String callOff(
      @PathVariable String id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return sent.once(
          next,
          () -> {
            surprises.callOff(id, viewer.id());
            next.addFlashAttribute(DONE, "It is called off.");
            return ALL;
          });
    } catch (ConflictException | NotFoundException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return ALL;
    }
  }

  /** The lead brings something in: a step of the script, or something else. */
  @PostMapping("/{number}/injects")
  @PreAuthorize(LEADS)
  String bringIn(
      @PathVariable String number,
      @RequestParam(required = false) @Nullable String step,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String text,
      @RequestParam(required = false) @Nullable String player,
      @RequestParam(required = false) @Nullable String service,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return sent.once(
          next,
          () -> {
            drills.bringIn(
                number, new ByHand(step, kind, text, null, player, service, 0), viewer.actor());
            next.addFlashAttribute(DONE, "It is brought in.");
            return ALL + "/" + number;
          });
    } catch (InvalidInputException | ConflictException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return ALL + "/" + number;
    }
  }

  @PostMapping("/{number}/{what:pause|resume|abort}")
  @PreAuthorize(LEADS)
  String act(
      @PathVariable String number,
      @PathVariable String what,
      @RequestParam(defaultValue = "Broken off by the drill lead") String reason,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return sent.once(
          next,
          () -> {
            switch (what) {
              case "pause" -> drills.pause(number, viewer.actor());
              case "resume" -> drills.resume(number, viewer.actor());
              default -> drills.breakOff(number, reason, viewer.actor());
            }
            return ALL + "/" + number;
          });
    } catch (ConflictException | BusyException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return ALL + "/" + number;
    }
  }
}
