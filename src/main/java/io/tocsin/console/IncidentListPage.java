package io.tocsin.console;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentFilter;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.policy.Policies;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list of incidents. */
@Controller
@RequestMapping("/incidents")
class IncidentListPage {

  private static final int SIZE = 50;

  private static final List<Status> OPEN =
      Arrays.stream(Status.values()).filter(status -> !status.over()).toList();

  /**
   * What the address asks for.
   *
   * @param show open or all
   * @param page zero-based
   */
  record Asked(
      @Nullable String show,
      @Nullable Integer severity,
      @Nullable String service,
      @Nullable Integer page) {

    Asked {
      show = "all".equals(show) ? "all" : "open";
      severity = severity != null && Policies.LEVELS.contains(severity) ? severity : null;
      service = service == null || service.isBlank() ? null : service;
      page = page == null || page < 0 ? 0 : page;
    }

    private IncidentFilter filter(String reader) {
      var statuses = "all".equals(show) ? List.<Status>of() : OPEN;
      return new IncidentFilter(
          statuses, severity, service, null, page == null ? 0 : page, SIZE, reader);
    }
  }

  /** A line of the list. */
  record Line(IncidentView incident, @Nullable String commander) {}

  private final Incidents incidents;
  private final Catalog catalog;
  private final SeverityWords severities;
  private final Situations situations;

  IncidentListPage(
      Incidents incidents, Catalog catalog, SeverityWords severities, Situations situations) {
    this.incidents = incidents;
    this.catalog = catalog;
    this.severities = severities;
    this.situations = situations;
  }

  @GetMapping
  String list(
      @ModelAttribute("asked") Asked asked,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    model.addAttribute("services", services(asked, viewer));
    model.addAttribute("severities", severities.byLevel());
    lines(asked, viewer, model);
    return "incidents";
  }

  /** The lines alone, for the page that is open already. */
  @GetMapping("/table")
  String table(
      @ModelAttribute("asked") Asked asked,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    lines(asked, viewer, model);
    return "incidents :: table";
  }

  /** Names by id: the catalog, and whatever else is affected now or asked for. */
  private Map<String, String> services(Asked asked, Viewer viewer) {
    var services = new LinkedHashMap<String, String>();
    catalog.services().forEach(service -> services.put(service.id(), service.name()));
    incidents
        .openServices(List.copyOf(services.keySet()), viewer.id())
        .forEach(id -> services.put(id, id));
    if (asked.service() != null) {
      services.putIfAbsent(asked.service(), asked.service());
    }
    return services;
  }

  private void lines(Asked asked, Viewer viewer, Model model) {
    var lines =
        incidents.list(asked.filter(viewer.id())).stream()
            .map(i -> new Line(i, situations.name(i.holder(Role.COMMANDER))))
            .toList();
    model.addAttribute("lines", lines);
    // A full page may be the last one; then the next is empty and says so.
    model.addAttribute("older", lines.size() == SIZE);
  }
}
