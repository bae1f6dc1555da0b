package io.tocsin.console;

import io.tocsin.health.MonitorList;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What watches the services, and how it does. */
@Controller
class MonitorsPage {

  private final MonitorList monitors;

  MonitorsPage(MonitorList monitors) {
    this.monitors = monitors;
  }

  @GetMapping("/monitors")
  String page(Model model) {
    model.addAttribute("monitors", monitors.all());
    return "monitors";
  }
}
