package io.tocsin.review;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The report over HTTP. */
@RestController
class ReportController {

  private final Report report;

  ReportController(Report report) {
    this.report = report;
  }

  @GetMapping(
      path = "/api/v1/incidents/{number}/report.md",
      produces = MediaType.TEXT_MARKDOWN_VALUE + ";charset=UTF-8")
  String markdown(@PathVariable String number) {
    return report.markdown(number);
  }
}
