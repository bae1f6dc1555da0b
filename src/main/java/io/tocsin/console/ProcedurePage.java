package io.tocsin.console;

import io.tocsin.engine.ModelVersions.Version;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.procedure.Change;
import io.tocsin.procedure.Move;
import io.tocsin.procedure.Procedure;
import io.tocsin.procedure.Procedure.Chosen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

/** The deployed procedure: versions, what differs, and moving incidents from one to another. */
@Controller
@RequestMapping("/procedure")
@PreAuthorize(Procedure.OWNERS)
class ProcedurePage {

  private static final String PROBLEM = "problem";

  /** Before the id of an activity, in the names of the fields that say where it goes on. */
  private static final String ALSO = "also.";

  private final Procedure procedure;
  private final People people;
  private final SentForms sent;

  ProcedurePage(Procedure procedure, People people, SentForms sent) {
    this.procedure = procedure;
    this.people = people;
    this.sent = sent;
  }

  @GetMapping
  String all(Model model) {
    var models = procedure.models();
    model.addAttribute("processes", models.stream().filter(Procedure.Model::process).toList());
    model.addAttribute("decisions", models.stream().filter(one -> !one.process()).toList());
    model.addAttribute(
        "deployers", deployers(models.stream().map(Procedure.Model::newest).toList()));
    return "procedure";
  }

  @GetMapping("/{key}")
  String one(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable Integer version,
      Model model) {
    var found = procedure.model(key);
    var shown = version == null ? found.newest() : procedure.version(key, version);
    model.addAttribute("model", found);
    model.addAttribute("shown", shown);
    model.addAttribute("deployers", deployers(found.versions()));
    model.addAttribute("moves", procedure.moves(key));
    model.addAttribute(
        "tables", found.process() ? List.of() : DrawnTables.of(procedure.decisions(shown)));
    return "procedure-model";
  }

  @GetMapping("/{key}/comparison")
  String compare(
      @PathVariable String key, @RequestParam int from, @RequestParam int to, Model model) {
    var comparison = procedure.compare(key, from, to);
    model.addAttribute("model", procedure.model(key));
    model.addAttribute("comparison", comparison);
    model.addAttribute("before", marks(comparison.changes(), Change.Kind.ADDED));
    model.addAttribute("after", marks(comparison.changes(), Change.Kind.REMOVED));
    model.addAttribute(
        "tables",
        comparison.from().process()
            ? List.of()
            : DrawnTables.between(
                procedure.decisions(comparison.from()), procedure.decisions(comparison.to())));
    return "procedure-comparison";
  }

  @GetMapping("/{key}/dry-run")
  String dryRun(
      @PathVariable String key,
      @RequestParam int from,
      @RequestParam int to,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    var also = also(values);
    model.addAttribute("model", procedure.model(key));
    model.addAttribute("also", also);
    model.addAttribute("dryRun", procedure.dryRun(key, from, to, also, viewer.id()));
    return "procedure-dry-run";
  }

  @PostMapping("/{key}/moves")
  String move(
      @PathVariable String key,
      @RequestParam int from,
      @RequestParam int to,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(required = false) @Nullable Set<String> instances,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      var chosen = new Chosen(all, Set.of(), instances == null ? Set.of() : instances);
      return sent.once(
          next,
          () -> {
            var move =
                procedure.move(
                    key, from, to, also(values), chosen, viewer.id(), List.copyOf(viewer.groups()));
            return "redirect:/procedure/moves/" + move.id();
          });
    } catch (InvalidInputException | ConflictException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      next.addAttribute("from", from);
      next.addAttribute("to", to);
      return "redirect:/procedure/" + key + "/dry-run";
    }
  }

  @GetMapping("/moves/{id}")
  String moved(
      @PathVariable UUID id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    var move = procedure.moved(id, viewer.id());
    model.addAttribute("move", move);
    model.addAttribute("model", procedure.model(move.process()));
    model.addAttribute("by", name(move.askedBy()));
    return "procedure-moved";
  }

  /** The record lets it be taken back once, however often it is sent. */
  @PostMapping("/moves/{id}/undo")
  String undo(
      @PathVariable UUID id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    try {
      Move back = procedure.undo(id, viewer.id(), List.copyOf(viewer.groups()));
      return "redirect:/procedure/moves/" + back.id();
    } catch (ConflictException e) {
      next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
      return "redirect:/procedure/moves/" + id;
    }
  }

  /** What the drawing of a version colours: not what stands in the other only. */
  private static String marks(List<Change> changes, Change.Kind absent) {
    return changes.stream()
        .filter(change -> change.kind() != absent)
        .map(change -> change.id() + ":" + change.kind().word())
        .collect(Collectors.joining(" "));
  }

  private static Map<String, String> also(Map<String, String> values) {
    var also = new LinkedHashMap<String, String>();
    values.forEach(
        (field, value) -> {
          if (field.startsWith(ALSO) && !value.isBlank()) {
            also.put(field.substring(ALSO.length()), value.strip());
          }
        });
    return also;
  }

  /** Returns who deployed each version, by its id. */
  private Map<String, String> deployers(List<Version> versions) {
    return versions.stream()
        .collect(
            Collectors.toMap(
                Version::id,
                version -> version.deployedBy() == null ? "Tocsin" : name(version.deployedBy())));
  }

  private String name(String person) {
    return people.find(person).map(found -> found.name()).orElse(person);
  }
}
