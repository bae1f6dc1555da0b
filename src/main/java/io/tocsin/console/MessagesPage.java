package io.tocsin.console;

import io.tocsin.incident.Incidents;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import java.util.ArrayList;
import java.util.Collections;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What was told to whom: the messages themselves, also those that no channel could take. */
@Controller
class MessagesPage {

  private final Incidents incidents;
  private final Deliveries deliveries;

  MessagesPage(Incidents incidents, Deliveries deliveries) {
    this.incidents = incidents;
    this.deliveries = deliveries;
  }

  @GetMapping("/incidents/{number}/messages")
  String page(@PathVariable String number, Model model) {
    model.addAttribute("incident", incidents.get(number));
    var newestFirst =
        new ArrayList<>(deliveries.of(number).stream().map(Delivery::masked).toList());
    Collections.reverse(newestFirst);
    model.addAttribute("messages", newestFirst);
    return "messages";
  }
}
