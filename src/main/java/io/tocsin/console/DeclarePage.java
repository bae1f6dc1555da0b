package io.tocsin.console;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Responders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form that declares an incident. */
@Controller
@RequestMapping("/incidents")
class DeclarePage {

  private static final String FORM = "declare";

  private final IncidentCommands commands;
  private final Catalog catalog;
  private final SeverityWords severities;
  private final SentForms sent;

  DeclarePage(
      IncidentCommands commands, Catalog catalog, SeverityWords severities, SentForms sent) {
    this.commands = commands;
    this.catalog = catalog;
    this.severities = severities;
    this.sent = sent;
  }

  @GetMapping("/new")
  @PreAuthorize(Responders.ONLY)
  String form(Model model) {
    return show(model, Refused.NOTHING, List.of());
  }

  @PostMapping
  @PreAuthorize(Responders.ONLY)
  String declare(
      @RequestParam Map<String, String> values,
      @RequestParam(required = false) @Nullable List<String> services,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var affected = services == null ? List.<String>of() : services;
    return Refused.orDone(
        FORM,
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  var what = declaration(new Entered(values), affected, viewer.id());
                  var incident = commands.declare(what, viewer.actor());
                  next.addFlashAttribute("done", "Declared. Whoever is on call is told now.");
                  return "redirect:/incidents/" + incident.number();
                }),
        refused -> show(model, refused, affected));
  }

  private String show(Model model, Refused refused, List<String> affected) {
    model.addAttribute("refused", refused);
    model.addAttribute("affected", affected);
    model.addAttribute("services", catalog.services());
    model.addAttribute("severities", severities.byLevel());
    model.addAttribute("kinds", Choices.KINDS);
    model.addAttribute("detectedBy", Choices.DETECTED_BY);
    return "declare";
  }

  private static Declaration declaration(Entered entered, List<String> services, String reporter) {
    return new Declaration(
        entered.text("title"),
        entered.optional("description"),
        services,
        null,
        entered.optional("severity"),
        entered.optional("kind"),
        entered.optional("detectedBy"),
        reporter,
        null,
        null,
        null,
        false,
        false,
        List.of());
  }
}
