package io.tocsin.console;

import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentFilter;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Responders;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.playbook.PlaybookCommands;
import io.tocsin.playbook.PlaybookProgress;
import io.tocsin.playbook.PlaybookProgress.Progress;
import io.tocsin.publication.InsideWords;
import io.tocsin.publication.Releases;
import io.tocsin.publication.TakeDown;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

/** One incident: where it stands, what happened, and the commands. */
@Controller
@RequestMapping("/incidents/{number}")
class IncidentPage {

  private static final int MERGE_CHOICES = 50;

  /**
   * A line of the timeline.
   *
   * @param by who, and by what way
   */
  record Line(TimelineEntry entry, String by) {}

  private final Incidents incidents;
  private final IncidentCommands commands;
  private final PlaybookCommands playbooks;
  private final PlaybookProgress progress;
  private final Situations situations;
  private final Timeline timeline;
  private final ProcessView process;
  private final Escalation escalation;
  private final SeverityWords severities;
  private final People people;
  private final Releases releases;
  private final InsideWords insideWords;
  private final TakeDown takeDown;
  private final SentForms sent;
  private final Clock clock;

  IncidentPage(
      Incidents incidents,
      IncidentCommands commands,
      PlaybookCommands playbooks,
      PlaybookProgress progress,
      Situations situations,
      Timeline timeline,
      ProcessView process,
      Escalation escalation,
      SeverityWords severities,
      People people,
      Releases releases,
      InsideWords insideWords,
      TakeDown takeDown,
      SentForms sent,
      Clock clock) {
    this.incidents = incidents;
    this.commands = commands;
    this.playbooks = playbooks;
    this.progress = progress;
    this.situations = situations;
    this.timeline = timeline;
    this.process = process;
    this.escalation = escalation;
    this.severities = severities;
    this.people = people;
    this.releases = releases;
    this.insideWords = insideWords;
    this.takeDown = takeDown;
    this.sent = sent;
    this.clock = clock;
  }

  @GetMapping
  String page(
      @PathVariable String number,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    return show(number, Refused.NOTHING, viewer, model);
  }

  /** What changes by itself; nothing when the page shows it already. */
  @GetMapping("/live")
  @Nullable String live(
      @PathVariable String number,
      @RequestParam(defaultValue = "") String seen,
      Model model,
      HttpServletResponse response) {
    var incident = incidents.get(number);
    var situation = situations.of(incident, progress.of(incident));
    if (situation.mark().equals(seen)) {
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return null;
    }
    model.addAttribute("situation", situation);
    return "incident :: live";
  }

  /** The lines after one that the page shows already, newest first. */
  @GetMapping("/timeline")
  @Nullable String timeline(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") long after,
      Model model,
      HttpServletResponse response) {
    incidents.get(number);
    var entries = timeline.of(number, after);
    if (entries.isEmpty()) {
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return null;
    }
    model.addAttribute("number", number);
    entries(entries, model);
    return "incident :: entries";
  }

  /** The commands alone, for a page whose incident has moved on. */
  @GetMapping("/commands")
  String commands(
      @PathVariable String number,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    var incident = incidents.get(number);
    commands(
        incident,
        progress.of(incident),
        escalation.ladder(incident),
        Refused.NOTHING,
        viewer,
        model);
    return "incident :: commands";
  }

  /** The BPMN of a model, in the version that this incident runs on. */
  @GetMapping("/models/{process}")
  ResponseEntity<String> model(
      @PathVariable String number, @PathVariable("process") String processId) {
    incidents.get(number);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_XML)
        .body(process.model(processId, number));
  }

  @PostMapping("/{command}")
  @PreAuthorize(Responders.ONLY)
  String run(
      @PathVariable String number,
      @PathVariable String command,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var wanted = Command.of(command);
    return Refused.orDone(
        command,
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  next.addFlashAttribute(
                      "done",
                      wanted.run(
                          new Command.Run(
                              commands,
                              playbooks,
                              insideWords,
                              takeDown,
                              number,
                              new Entered(values),
                              viewer.actor(),
                              clock)));
                  return "redirect:/incidents/" + number;
                }),
        refused -> show(number, refused, viewer, model));
  }

  private String show(String number, Refused refused, Viewer viewer, Model model) {
    var incident = incidents.get(number);
    var read = progress.of(incident);
    var situation = situations.of(incident, read);
    model.addAttribute("situation", situation);
    model.addAttribute("number", number);
    entries(timeline.of(number, 0), model);
    commands(incident, read, situation.rungs(), refused, viewer, model);
    return "incident";
  }

  private void entries(List<TimelineEntry> entries, Model model) {
    var newestFirst =
        new ArrayList<>(entries.stream().map(entry -> new Line(entry, by(entry))).toList());
    Collections.reverse(newestFirst);
    model.addAttribute("lines", newestFirst);
    model.addAttribute("last", newestFirst.isEmpty() ? 0 : newestFirst.get(0).entry().id());
  }

  /** The record keeps ids, so that a person can be forgotten; people read names. */
  private String by(TimelineEntry entry) {
    var actor = people.name(entry.actor());
    return entry.source().equals(Actor.ENGINE.source()) || entry.source().equals(entry.actor())
        ? actor
        : actor + ", " + entry.source();
  }

  private void commands(
      IncidentView incident,
      Progress read,
      List<Rung> rungs,
      Refused refused,
      Viewer viewer,
      Model model) {
    var chooses = playbooks.mayChoose(viewer.id(), incident);
    var posts = Choices.posts(takeDown.offered(incident, viewer.id()));
    var sensible =
        Command.sensible(incident).stream()
            .filter(command -> command != Command.PLAYBOOK || chooses)
            .filter(command -> command != Command.TAKEDOWN || !posts.isEmpty())
            .toList();
    model.addAttribute("posts", posts);
    model.addAttribute("number", incident.number());
    model.addAttribute("incident", incident);
    model.addAttribute("sensible", sensible);
    model.addAttribute("refused", refused);
    // A command that came too late has no form any more; what was typed must not be lost.
    var late = refused != Refused.NOTHING && !sensible.contains(Command.of(refused.form()));
    model.addAttribute("late", late ? refused : null);
    model.addAttribute("severities", severities.of(incidents.nextPolicyOf(incident)));
    // What a form offers is asked for only where the form is.
    var models =
        sensible.contains(Command.KIND) || sensible.contains(Command.PLAYBOOK)
            ? playbooks.all()
            : List.<PlaybookModels.Model>of();
    model.addAttribute(
        "kinds", map(models.stream(), PlaybookModels.Model::id, PlaybookModels.Model::title));
    model.addAttribute("playbooks", Choices.playbooks(read, models));
    model.addAttribute("roles", map(Arrays.stream(Role.values()), Role::key, Role::title));
    model.addAttribute(
        "responders", map(Responders.among(people).stream(), Person::id, Person::name));
    model.addAttribute("people", map(people.all().stream(), Person::id, Person::name));
    model.addAttribute("audiences", Choices.AUDIENCES);
    if (sensible.contains(Command.UPDATE)) {
      model.addAttribute(
          "readers", Choices.audiences(releases.way(incident.number(), viewer.id())));
      model.addAttribute(
          "emailOptional",
          incidents
              .policyOf(incident)
              .targets(incident.severity())
              .text("customerEmail")
              .filter("optional"::equals)
              .isPresent());
    }
    model.addAttribute("promises", Choices.PROMISES);
    model.addAttribute("rungs", Choices.rungs(rungs));
    model.addAttribute("pauses", Choices.PAUSES);
    model.addAttribute(
        "statuses",
        map(
            Arrays.stream(Status.values())
                .filter(status -> status.responding() && incident.status().next().contains(status))
                .filter(status -> status != Status.MONITORING || incident.watchable()),
            Status::word,
            Status::word));
    model.addAttribute(
        "others", sensible.contains(Command.MERGE) ? others(incident, viewer.id()) : List.of());
  }

  private static <T> Map<String, String> map(
      Stream<T> options, Function<T, String> value, Function<T, String> words) {
    var choices = new LinkedHashMap<String, String>();
    options.forEach(option -> choices.put(value.apply(option), words.apply(option)));
    return choices;
  }

  /** Those that this incident could be merged into. */
  private List<IncidentView> others(IncidentView incident, String reader) {
    var open = Arrays.stream(Status.values()).filter(Status::responding).toList();
    return incidents
        .list(new IncidentFilter(open, null, null, incident.drill(), 0, MERGE_CHOICES, reader))
        .stream()
        .filter(other -> !other.number().equals(incident.number()))
        .toList();
  }
}
