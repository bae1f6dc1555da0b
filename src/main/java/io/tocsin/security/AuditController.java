package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.csv.Csv;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.security.AuditLog.Asked;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, for administrators: the newest lines, or all of them as a file. */
@RestController
@RequestMapping("/api/v1")
@PreAuthorize(Administrators.ONLY)
class AuditController {

  private static final int MOST = 1_000;

  private static final String[] HEADINGS = {
    "id", "at", "kind", "actor", "via", "address", "method", "route", "target", "status", "outcome"
  };

  private final AuditLog audit;
  private final ObjectMapper json;

  AuditController(AuditLog audit, ObjectMapper json) {
    this.audit = audit;
    this.json = json;
  }

  @GetMapping("/audit")
  List<AuditEntry> newest(
      @ModelAttribute Asked asked, @RequestParam(defaultValue = "100") int size) {
    if (size < 1 || size > MOST) {
      throw new InvalidInputException("size", "must be between 1 and " + MOST);
    }
    return audit.newest(asked, size);
  }

  @GetMapping(path = "/audit.csv", produces = Csv.MEDIA_TYPE)
  void csv(@ModelAttribute Asked asked, Authentication user, HttpServletResponse response)
      throws IOException {
    // Before anything of the answer is written.
    asked.comparable();
    begin(response, Csv.MEDIA_TYPE, "audit.csv", user);
    var out = response.getOutputStream();
    out.write(Csv.line((Object[]) HEADINGS).getBytes(StandardCharsets.UTF_8));
    audit.each(
        asked,
        entry -> {
          var line = Csv.line(cells(entry)).getBytes(StandardCharsets.UTF_8);
          try {
            out.write(line);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @GetMapping(path = "/audit.jsonl", produces = "application/x-ndjson")
  void lines(@ModelAttribute Asked asked, Authentication user, HttpServletResponse response)
      throws IOException {
    // Before anything of the answer is written.
    asked.comparable();
    begin(response, "application/x-ndjson", "audit.jsonl", user);
    var out = response.getOutputStream();
    audit.each(
        asked,
        entry -> {
          try {
            out.write(json.writeValueAsBytes(entry));
            out.write('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void begin(HttpServletResponse response, String type, String file, Authentication user) {
    audit.account("audit-exported", user.getName(), file);
    response.setContentType(type);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"");
  }

  private static @Nullable Object[] cells(AuditEntry entry) {
    return new @Nullable Object[] {
      entry.id(),
      entry.at(),
      entry.kind(),
      entry.actor(),
      entry.via(),
      entry.address(),
      entry.method(),
      entry.route(),
      entry.target(),
      entry.status(),
      entry.outcome()
    };
  }
}
