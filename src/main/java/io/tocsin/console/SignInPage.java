package io.tocsin.console;

import io.tocsin.security.OtherSignOn;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The way in. */
@Controller
class SignInPage {

  private final OtherSignOn other;

  SignInPage(OtherSignOn other) {
    this.other = other;
  }

  @GetMapping("/")
  String home() {
    return "redirect:/incidents";
  }

  @GetMapping("/login")
  String signIn(@ModelAttribute(binding = false) Viewer viewer, Model model) {
    model.addAttribute("other", other);
    return viewer.signedIn() ? "redirect:/incidents" : "login";
  }
}
