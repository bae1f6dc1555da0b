package io.tocsin.review;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The report over HTTP, as it stands or in one of its versions. */
@RestController
@RequestMapping("/api/v1/incidents/{number}")
class ReportController {

  private static final MediaType MARKDOWN =
      new MediaType(MediaType.TEXT_MARKDOWN, StandardCharsets.UTF_8);
  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final Report report;

  ReportController(Report report) {
    this.report = report;
  }

  @GetMapping("/report.md")
  ResponseEntity<String> markdown(
      @PathVariable String number, @RequestParam(required = false) @Nullable Integer version) {
    return ResponseEntity.ok()
        .contentType(MARKDOWN)
        .body(MarkdownReport.of(report.document(number, version)));
  }

  /** One file with its style in it, to be kept or sent on. */
  @GetMapping("/report.html")
  ResponseEntity<String> html(
      @PathVariable String number, @RequestParam(required = false) @Nullable Integer version) {
    return ResponseEntity.ok()
        .contentType(HTML)
        .header("Content-Security-Policy", HtmlReport.CONTENT_SECURITY_POLICY)
        .body(HtmlReport.of(report.document(number, version)));
  }

  @GetMapping("/report.pdf")
  ResponseEntity<byte[]> pdf(
      @PathVariable String number, @RequestParam(required = false) @Nullable Integer version) {
    var document = report.document(number, version);
    var name = document.number() + (version == null ? "" : "-v" + version) + ".pdf";
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(PdfReport.of(document));
  }
}
