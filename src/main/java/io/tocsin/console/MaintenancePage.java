package io.tocsin.console;

import io.tocsin.alert.Maintenance;
import io.tocsin.alert.MaintenanceWindow;
import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Responders;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** When which services are worked on, and what was muted meanwhile. */
@Controller
@RequestMapping("/maintenance")
class MaintenancePage {

  private static final String FORM = "plan";

  /** A window as the page shows it. */
  record Row(MaintenanceWindow window, String by, @Nullable String endedBy) {}

  private final Maintenance maintenance;
  private final Catalog catalog;
  private final People people;
  private final SentForms sent;

  MaintenancePage(Maintenance maintenance, Catalog catalog, People people, SentForms sent) {
    this.maintenance = maintenance;
    this.catalog = catalog;
    this.people = people;
    this.sent = sent;
  }

  @GetMapping
  String page(Model model) {
    return show(model, Refused.NOTHING, List.of());
  }

  @PostMapping
  @PreAuthorize(Responders.ONLY)
  String plan(
      @RequestParam Map<String, String> values,
      @RequestParam(required = false) @Nullable List<String> services,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var chosen = services == null ? List.<String>of() : services;
    return Refused.orDone(
        FORM,
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  var entered = new Entered(values);
                  var from = entered.optional("from");
                  maintenance.plan(
                      chosen,
                      from == null ? null : moment("from", from),
                      moment("until", entered.text("until")),
                      entered.text("reason"),
                      viewer.id());
                  next.addFlashAttribute(
                      "done", "Planned. Alerts of these services are muted meanwhile.");
                  return "redirect:/maintenance";
                }),
        refused -> show(model, refused, chosen));
  }

  @PostMapping("/{id}/end")
  @PreAuthorize(Responders.ONLY)
  String end(
      @PathVariable UUID id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    return Refused.orDone(
        "end",
        Map.of(),
        response,
        () ->
            sent.once(
                next,
                () -> {
                  maintenance.end(id, viewer.id());
                  next.addFlashAttribute("done", "Ended. What still fires counts as new.");
                  return "redirect:/maintenance";
                }),
        refused -> show(model, refused, List.of()));
  }

  private String show(Model model, Refused refused, List<String> chosen) {
    model.addAttribute("refused", refused);
    model.addAttribute("chosen", chosen);
    model.addAttribute("services", catalog.services());
    model.addAttribute("windows", maintenance.list().stream().map(this::row).toList());
    return "maintenance";
  }

  private Row row(MaintenanceWindow window) {
    var ended = window.endedBy();
    return new Row(window, name(window.createdBy()), ended == null ? null : name(ended));
  }

  private String name(String person) {
    return people.find(person).map(found -> found.name()).orElse(person);
  }

  /**
   * What a browser's field for date and time sends: without seconds and zone; the page says UTC.
   */
  private static Instant moment(String field, String text) {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          field, "'" + text + "' is not a date and time such as 2026-02-10T14:30");
    }
  }
}
