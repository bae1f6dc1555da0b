package io.tocsin.console;

import io.tocsin.security.OtherSignOn;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestHeader;

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
  String signIn(
      @ModelAttribute(binding = false) Viewer viewer,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String polling,
      Model model,
      HttpServletResponse response) {
    model.addAttribute("other", other);
    if (polling != null) {
      // A session that ended under an open page: leave the page as a whole, not only its fragment.
      response.setHeader("HX-Refresh", "true");
    }
    return viewer.signedIn() ? "redirect:/incidents" : "login";
  }
}
