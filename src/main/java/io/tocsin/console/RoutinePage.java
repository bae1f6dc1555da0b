package io.tocsin.console;

import io.tocsin.actionitem.ActionItemFilter;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.engine.TeamGroups;
import io.tocsin.incident.Actor;
import io.tocsin.incident.WebLink;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.routine.Organisers;
import io.tocsin.routine.Round;
import io.tocsin.routine.Rounds;
import io.tocsin.routine.Routine;
import io.tocsin.routine.RoutineCalendar;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

/** The calendar of each policy: what is next, open and overdue, when last done, and by whom. */
@Controller
@RequestMapping("/routine")
class RoutinePage {

  private static final Map<String, String> RHYTHMS =
      Map.of(
          "P1M", "every month",
          "P3M", "every quarter",
          "P6M", "every half-year",
          "P1Y", "every year",
          "P12M", "every year",
          "P1W", "every week",
          "P7D", "every week");

  /**
   * A line of the calendar.
   *
   * @param rhythm in words
   * @param group in words
   * @param doneBy name of whoever had it done last
   */
  record Line(Routine routine, String rhythm, String group, @Nullable String doneBy) {}

  private final RoutineCalendar calendar;
  private final Rounds rounds;
  private final ActionItems items;
  private final People people;
  private final SentForms sent;

  RoutinePage(
      RoutineCalendar calendar, Rounds rounds, ActionItems items, People people, SentForms sent) {
    this.calendar = calendar;
    this.rounds = rounds;
    this.items = items;
    this.people = people;
    this.sent = sent;
  }

  @GetMapping
  String all(@ModelAttribute(name = "viewer", binding = false) Viewer viewer, Model model) {
    var policies = new TreeMap<String, List<Line>>();
    var all = calendar.all();
    all.forEach(
        routine ->
            policies
                .computeIfAbsent(routine.policy(), any -> new ArrayList<>())
                .add(line(routine)));
    model.addAttribute("policies", policies);
    model.addAttribute("overdue", count(all, Routine.Standing.OVERDUE));
    model.addAttribute("open", count(all, Routine.Standing.OPEN));
    model.addAttribute("organises", organises(viewer));
    return "routine";
  }

  private static long count(List<Routine> all, Routine.Standing standing) {
    return all.stream().filter(routine -> routine.standing() == standing).count();
  }

  @GetMapping("/rounds/{id}")
  String one(
      @PathVariable long id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    return one(id, Refused.NOTHING, viewer, model);
  }

  private String one(long id, Refused refused, Viewer viewer, Model model) {
    var round = rounds.get(id);
    model.addAttribute("refused", refused);
    model.addAttribute("round", round);
    model.addAttribute("group", group(round.group()));
    model.addAttribute("settledBy", name(round.settledBy()));
    model.addAttribute("openedBy", name(round.openedBy()));
    model.addAttribute("others", rounds.of(round.policy(), round.routine()));
    model.addAttribute("items", items.list(ActionItemFilter.ofRoutine(id)));
    model.addAttribute("drillKinds", drillKinds(round));
    model.addAttribute("answers", round.open() && Organisers.mayAnswer(round, viewer.groups()));
    return "routine-round";
  }

  /** None when the policy does not have it any more. */
  private List<String> drillKinds(Round round) {
    try {
      return calendar.get(round.policy(), round.routine()).drillKinds();
    } catch (NotFoundException e) {
      return List.of();
    }
  }

  @PostMapping("/{policy}/{routine}/begin")
  @PreAuthorize(Organisers.ONLY)
  String begin(
      @PathVariable String policy,
      @PathVariable String routine,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      return sent.once(
          next,
          () -> {
            var round = rounds.begin(policy, routine, viewer.actor());
            next.addFlashAttribute("done", "Begun. Its group has a task and was told.");
            return "redirect:/routine/rounds/" + round.id();
          });
    } catch (ConflictException e) {
      next.addFlashAttribute("problem", String.valueOf(e.getMessage()));
      return "redirect:/routine";
    }
  }

  @PostMapping("/rounds/{id}/{command}")
  String answer(
      @PathVariable long id,
      @PathVariable String command,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    if (!Organisers.mayAnswer(rounds.get(id), viewer.groups())) {
      throw new AccessDeniedException("Only its group, or who organises routines");
    }
    return Refused.orDone(
        command,
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  next.addFlashAttribute("done", answer(id, command, values, viewer));
                  return "redirect:/routine/rounds/" + id;
                }),
        refused -> one(id, refused, viewer, model));
  }

  private String answer(long id, String command, Map<String, String> values, Viewer viewer) {
    var entered = new Entered(values);
    return switch (command) {
      case "done" -> {
        var found = entered.text("found");
        var link = entered.optional("evidence");
        var evidence = link == null ? null : WebLink.of("evidence", link);
        rounds.done(id, found, evidence, viewer.actor());
        yield "Done.";
      }
      case "skip" -> {
        var reason = entered.text("reason");
        rounds.skip(id, reason, viewer.actor());
        yield "Left out this time.";
      }
      default -> throw new NotFoundException("A routine has no command '" + command + "'");
    };
  }

  private Line line(Routine routine) {
    var last = routine.lastDone();
    return new Line(
        routine,
        RHYTHMS.getOrDefault(routine.every(), "every " + routine.every()),
        group(routine.group()),
        last == null ? null : name(last.settledBy()));
  }

  private static boolean organises(Viewer viewer) {
    return viewer.groups().stream().anyMatch(Organisers.GROUPS::contains);
  }

  private static String group(String id) {
    return TeamGroups.NAMES.getOrDefault(id, id);
  }

  private @Nullable String name(@Nullable String person) {
    return person == null || person.equals(Actor.ENGINE.id())
        ? person == null ? null : "the calendar"
        : people.name(person);
  }
}
