package io.tocsin.console;

import io.tocsin.security.Administrators;
import io.tocsin.security.Scope;
import io.tocsin.security.ServiceTokens;
import io.tocsin.security.ServiceTokens.Made;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
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

/** Tokens of programs: made, shown once, revoked. */
@Controller
@RequestMapping("/admin/tokens")
@PreAuthorize(Administrators.ONLY)
class TokensPage {

  private static final String FORM = "make";
  private static final String DONE = "done";
  private static final String LIST = "redirect:/admin/tokens";
  private static final String MADE_BEFORE =
      "This form was sent twice: the token of %s was made the first time, and its secret was in that"
          + " answer only. If you have not seen it, revoke the token and make another.";

  private final ServiceTokens tokens;
  private final Clock clock;
  private final SentForms sent;

  TokensPage(ServiceTokens tokens, Clock clock, SentForms sent) {
    this.tokens = tokens;
    this.clock = clock;
    this.sent = sent;
  }

  @GetMapping
  String page(Model model) {
    return show(model, null, Refused.NOTHING, List.of());
  }

  /**
   * Answers with the secret itself: a redirect would have to keep it somewhere. Whoever sends the
   * form twice is told what to do when the first answer was never seen.
   */
  @PostMapping
  String make(
      @RequestParam Map<String, String> values,
      @RequestParam(required = false) @Nullable List<String> scopes,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var chosen = scopes == null ? List.<String>of() : scopes;
    return Refused.orDone(
        FORM,
        values,
        response,
        () -> {
          var entered = new Entered(values);
          var made = new AtomicReference<@Nullable Made>();
          var again =
              sent.once(
                  next,
                  () -> {
                    var name = entered.text("name");
                    made.set(
                        tokens.make(name, chosen, entered.ahead("expires", clock), viewer.id()));
                    next.addFlashAttribute(DONE, MADE_BEFORE.formatted(name));
                    return LIST;
                  });
          return made.get() == null ? again : show(model, made.get(), Refused.NOTHING, List.of());
        },
        refused -> show(model, null, refused, chosen));
  }

  @PostMapping("/{id}/revoke")
  String revoke(
      @PathVariable UUID id,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      RedirectAttributes next) {
    var token = tokens.revoke(id, viewer.id());
    next.addFlashAttribute(DONE, "Revoked: " + token.name() + " opens nothing any more.");
    return LIST;
  }

  private String show(Model model, @Nullable Made made, Refused refused, List<String> chosen) {
    model.addAttribute("made", made);
    model.addAttribute("refused", refused);
    model.addAttribute("chosen", chosen);
    model.addAttribute("scopes", Scope.values());
    model.addAttribute("tokens", tokens.list());
    model.addAttribute("lengths", lengths());
    return "tokens";
  }

  private static Map<String, String> lengths() {
    var lengths = new LinkedHashMap<String, String>();
    for (var days : List.of(30, 90, 180, 365)) {
      lengths.put(Duration.ofDays(days).toString(), days + " days");
    }
    return lengths;
  }
}
