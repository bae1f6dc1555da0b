package io.tocsin.console;

import io.tocsin.notification.AcknowledgeLinks;
import io.tocsin.notification.AcknowledgeLinks.Seen;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Where the link of a mail leads, without signing in. Looking changes nothing: programs that check
 * mails follow links before anybody reads them.
 */
@Controller
class AcknowledgePage {

  private final AcknowledgeLinks links;

  AcknowledgePage(AcknowledgeLinks links) {
    this.links = links;
  }

  @GetMapping("/acknowledge/{token}")
  String look(@PathVariable String token, Model model, HttpServletResponse response) {
    return page(links.look(token), model, response);
  }

  @PostMapping("/acknowledge/{token}")
  String take(@PathVariable String token, Model model, HttpServletResponse response) {
    return page(links.take(token), model, response);
  }

  private static String page(Optional<Seen> seen, Model model, HttpServletResponse response) {
    response.setHeader("X-Robots-Tag", "noindex");
    if (seen.isEmpty()) {
      response.setStatus(HttpStatus.NOT_FOUND.value());
    }
    model.addAttribute("seen", seen.orElse(null));
    return "acknowledge";
  }
}
