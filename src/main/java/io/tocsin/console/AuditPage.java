package io.tocsin.console;

import io.tocsin.security.Administrators;
import io.tocsin.security.AuditLog;
import io.tocsin.security.AuditLog.Asked;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, the newest lines first. */
@Controller
class AuditPage {

  private static final int SHOWN = 200;

  private final AuditLog audit;

  AuditPage(AuditLog audit) {
    this.audit = audit;
  }

  @GetMapping("/admin/audit")
  @PreAuthorize(Administrators.ONLY)
  String page(
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String target,
      Model model) {
    var who = blankToNull(actor);
    var what = blankToNull(target);
    model.addAttribute("actor", who);
    model.addAttribute("target", what);
    model.addAttribute("entries", audit.newest(new Asked(null, null, who, null, what), SHOWN));
    return "audit";
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
