package io.tocsin.health;

import io.tocsin.catalog.LineQuery;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.Programs;
import io.tocsin.outbound.Secrets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches lines and counts those that matter. Waits for another system. */
@Component
class Lines {

  /** More is not read, and the count says so. */
  private static final int MAX_TEXT = 256 * 1024;

  private static final int MAX_LINE = 300;

  /**
   * What came.
   *
   * @param matching the lines that count, each cut, without secrets
   * @param more whether there are more than were read
   * @param failure why nothing came; null when something did
   */
  record Result(List<String> matching, boolean more, @Nullable String failure) {

    String count() {
      return matching.size() + (more ? " or more" : "");
    }
  }

  private final OutboundHttp http;
  private final Programs programs;

  Lines(OutboundHttp http, Programs programs) {
    this.http = http;
    this.programs = programs;
  }

  Result fetch(LineQuery query) {
    return query.url() == null ? ofProgram(query) : ofAddress(query);
  }

  private Result ofAddress(LineQuery query) {
    var url = Objects.requireNonNull(query.url());
    var answer = http.send(new OutboundRequest("GET", url, query.headers(), null, query.timeout()));
    return answer.successful()
        ? result(query, answer.body(), answer.truncated())
        : failed(Objects.requireNonNullElse(answer.failure(), "HTTP " + answer.status()));
  }

  private Result ofProgram(LineQuery query) {
    var ended = programs.run(query.command(), query.environment(), query.timeout());
    return ended.succeeded()
        ? result(query, ended.output(), ended.truncated())
        : failed(ended.ending());
  }

  private static Result result(LineQuery query, String text, boolean truncated) {
    var masked = Secrets.of(query.headers(), query.environment()).mask(text, truncated, MAX_TEXT);
    var matching =
        masked
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .filter(
                line ->
                    query.contains().isEmpty()
                        || query.contains().stream().anyMatch(line::contains))
            .map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line)
            .toList();
    return new Result(matching, truncated, null);
  }

  private static Result failed(String why) {
    return new Result(List.of(), false, why);
  }
}
