package io.tocsin.console;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItem.Status;
import io.tocsin.actionitem.ActionItemFilter;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Improvers;
import io.tocsin.actionitem.Wanted;
import io.tocsin.incident.Access;
import io.tocsin.incident.Incidents;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** What was promised after incidents: the list, one item, and what can be said of it. */
@Controller
@RequestMapping("/action-items")
class ActionItemsPage {

  private static final int SIZE = 50;

  private static final Map<String, String> KINDS =
      ordered(
          "preventive",
          "Preventive",
          "process",
          "Process",
          "system",
          "System",
          "training",
          "Training");

  private static final String CHANGE = "change";
  private static final String REOPEN = "reopen";

  /** Stands before the name of a field that holds what another was drawn with. */
  private static final String READ = "read.";

  private static final Map<String, String> LABELS =
      ordered(
          "title",
          "title",
          "kind",
          "kind",
          "owner",
          "owner",
          "dueDate",
          "due date",
          "trackerUrl",
          "link to the tracker");

  /**
   * What the address asks for.
   *
   * @param show open, overdue, done, dropped or all
   * @param page zero-based
   */
  record Asked(
      @Nullable String show,
      @Nullable String owner,
      @Nullable String kind,
      @Nullable String incident,
      @Nullable Integer page) {

    Asked {
      show = show == null || show.isBlank() ? "open" : show;
      owner = some(owner);
      kind = kind != null && ActionItem.KINDS.contains(kind) ? kind : null;
      incident = some(incident);
      page = page == null || page < 0 ? 0 : page;
    }

    private static @Nullable String some(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }

    private ActionItemFilter filter(String reader) {
      var overdue = "overdue".equals(show);
      return new ActionItemFilter(
          overdue ? Status.OPEN : Status.find(show).orElse(null),
          owner,
          kind,
          incident,
          null,
          null,
          null,
          overdue ? Boolean.TRUE : null,
          null,
          false,
          reader,
          page == null ? 0 : page,
          SIZE);
    }
  }

  /** A line of the list. */
  record Line(ActionItem item, String owner, boolean overdue) {}

  private final ActionItems items;
  private final Incidents incidents;
  private final Access access;
  private final People people;
  private final SentForms sent;
  private final Clock clock;

  ActionItemsPage(
      ActionItems items,
      Incidents incidents,
      Access access,
      People people,
      SentForms sent,
      Clock clock) {
    this.items = items;
    this.incidents = incidents;
    this.access = access;
    this.people = people;
    this.sent = sent;
    this.clock = clock;
  }

  @GetMapping
  String list(
      @ModelAttribute("asked") Asked asked,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    return list(asked, Refused.NOTHING, viewer, model);
  }

  private String list(Asked asked, Refused refused, Viewer viewer, Model model) {
    var lines = items.list(asked.filter(viewer.id())).stream().map(this::line).toList();
    choices(model);
    model.addAttribute("asked", asked);
    model.addAttribute("refused", refused);
    model.addAttribute("lines", lines);
    model.addAttribute("older", lines.size() == SIZE);
    model.addAttribute("about", about(asked.incident(), viewer));
    return "action-items";
  }

  /** The incident that a new item can be added to: the one that is looked at. */
  private @Nullable String about(@Nullable String number, Viewer viewer) {
    return number != null
            && incidents.find(number).filter(it -> access.mayRead(viewer.id(), it)).isPresent()
        ? number
        : null;
  }

  @GetMapping("/{id}")
  String item(
      @PathVariable long id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    return item(id, Refused.NOTHING, viewer, model);
  }

  private String item(long id, Refused refused, Viewer viewer, Model model) {
    var item = items.get(id, viewer.id());
    choices(model);
    model.addAttribute("refused", refused);
    var late = refused != Refused.NOTHING && item.open() == refused.form().equals(REOPEN);
    model.addAttribute("late", late ? refused : null);
    model.addAttribute("line", line(item));
    model.addAttribute("settledBy", item.settledBy() == null ? null : name(item.settledBy()));
    model.addAttribute("mine", item.owner().equals(viewer.id()));
    model.addAttribute("drawn", drawn(item, refused));
    model.addAttribute("read", fields(item));
    return "action-item";
  }

  @PostMapping
  @PreAuthorize(Improvers.ONLY)
  String add(
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var number = new Entered(values).optional("incident");
    if (about(number, viewer) == null || number == null) {
      throw new NotFoundException("There is no incident " + number);
    }
    var asked = new Asked("all", null, null, number, 0);
    return Refused.orDone(
        "add",
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  items.add(number, wanted(values), "added", viewer.actor());
                  next.addFlashAttribute("done", "Added. Its owner has a task and was told.");
                  return "redirect:/action-items?incident=" + number;
                }),
        refused -> list(asked, refused, viewer, model));
  }

  @PostMapping("/{id}/{command}")
  String run(
      @PathVariable long id,
      @PathVariable String command,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var item = items.get(id, viewer.id());
    if (!viewer.improves() && !(command.equals("complete") && item.owner().equals(viewer.id()))) {
      throw new AccessDeniedException("Only its owner, or whoever responds, may do that");
    }
    return Refused.orDone(
        command,
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  next.addFlashAttribute("done", run(item, command, values, viewer));
                  return "redirect:/action-items/" + id;
                }),
        refused -> item(id, refused, viewer, model));
  }

  private String run(ActionItem item, String command, Map<String, String> values, Viewer viewer) {
    var entered = new Entered(values);
    var actor = viewer.actor();
    return switch (command) {
      case "complete" -> {
        var evidence = entered.text("evidence");
        items.complete(item.id(), evidence, actor);
        yield "Done.";
      }
      case CHANGE -> {
        items.change(item.id(), now -> changed(now, values), actor);
        yield "Changed.";
      }
      case "drop" -> {
        var reason = entered.text("reason");
        items.drop(item.id(), reason, actor);
        yield "Dropped.";
      }
      case REOPEN -> {
        var reason = entered.text("reason");
        var due = day(entered.optional("dueDate"));
        items.reopen(item.id(), reason, due, actor);
        yield "Opened again. Its owner has a task.";
      }
      default -> throw new NotFoundException("An action item has no command '" + command + "'");
    };
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInputException("dueDate", "'" + text + "' is not a date such as 2026-02-10");
    }
  }

  /** What the form of a change shows of an item, by the name of the field. */
  private static Map<String, String> fields(ActionItem item) {
    return ordered(
        "title",
        item.title(),
        "kind",
        item.kind(),
        "owner",
        item.owner(),
        "dueDate",
        item.dueDate().toString(),
        "trackerUrl",
        item.trackerUrl() == null ? "" : item.trackerUrl());
  }

  /**
   * What somebody wants an item to be. What they left as it was drawn is no wish: somebody else may
   * have changed it meanwhile.
   *
   * @throws ConflictException when somebody else has changed what they change
   */
  private Wanted changed(ActionItem now, Map<String, String> values) {
    var wanted = new HashMap<>(values);
    fields(now)
        .forEach(
            (field, present) -> {
              var read = values.get(READ + field);
              var typed = values.getOrDefault(field, "");
              if (typed.equals(read)) {
                wanted.put(field, present);
              } else if (read != null && !present.equals(read) && !present.equals(typed)) {
                throw new ConflictException(
                    "Somebody has changed the %s to %s meanwhile; press Change again if yours is right"
                        .formatted(LABELS.get(field), words(field, present)));
              }
            });
    return wanted(wanted);
  }

  private String words(String field, String value) {
    return switch (field) {
      case "owner" -> name(value);
      case "kind" -> KINDS.getOrDefault(value, value);
      default -> value.isEmpty() ? "none" : "'" + value + "'";
    };
  }

  /** What the form of a change shows: what was typed, and of what was not touched how it is now. */
  private static Map<String, String> drawn(ActionItem item, Refused refused) {
    var drawn = fields(item);
    if (refused.form().equals(CHANGE)) {
      drawn.replaceAll(
          (field, present) -> {
            var typed = refused.value(CHANGE, field);
            return typed.equals(refused.values().get(READ + field)) ? present : typed;
          });
    }
    return drawn;
  }

  private Wanted wanted(Map<String, String> values) {
    return Wanted.of(
        values.get("title"),
        values.get("kind"),
        values.get("owner"),
        values.get("dueDate"),
        values.get("trackerUrl"),
        people);
  }

  private Line line(ActionItem item) {
    return new Line(item, name(item.owner()), item.overdue(clock.instant()));
  }

  private String name(String person) {
    return people.name(person);
  }

  private void choices(Model model) {
    var persons = new LinkedHashMap<String, String>();
    people.all().forEach(person -> persons.put(person.id(), person.name()));
    model.addAttribute("people", persons);
    model.addAttribute("kinds", KINDS);
  }

  private static Map<String, String> ordered(String... valuesAndWords) {
    var choices = new LinkedHashMap<String, String>();
    for (int i = 0; i < valuesAndWords.length; i += 2) {
      choices.put(valuesAndWords[i], valuesAndWords[i + 1]);
    }
    return choices;
  }
}
