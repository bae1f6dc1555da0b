package io.tocsin.statuspage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page for programs, in the shape of Statuspage; and what in-app banners need. */
@RestController
@RequestMapping("/status")
class StatusApi {

  private static final MediaType FEED =
      new MediaType("application", "atom+xml", StandardCharsets.UTF_8);
  private static final MediaType SCRIPT =
      new MediaType("text", "javascript", StandardCharsets.UTF_8);

  private final Boards boards;
  private final StatusFeed feed;
  private final ObjectMapper json;

  StatusApi(Boards boards, StatusFeed feed, ObjectMapper json) {
    this.boards = boards;
    this.feed = feed;
    this.json = json;
  }

  @GetMapping("/api/v2/summary.json")
  ResponseEntity<byte[]> summary() {
    var board = boards.now();
    return answer(
        new Shape.Summary(
            Shape.page(board),
            Shape.components(board),
            incidents(board, board.open()),
            List.of(),
            Shape.overall(board)));
  }

  @GetMapping("/api/v2/status.json")
  ResponseEntity<byte[]> status() {
    var board = boards.now();
    return answer(new Shape.Status(Shape.page(board), Shape.overall(board)));
  }

  @GetMapping("/api/v2/components.json")
  ResponseEntity<byte[]> components() {
    var board = boards.now();
    return answer(new Shape.Components(Shape.page(board), Shape.components(board)));
  }

  @GetMapping("/api/v2/incidents.json")
  ResponseEntity<byte[]> incidents() {
    var board = boards.newest();
    return answer(new Shape.Incidents(Shape.page(board), incidents(board, board.incidents())));
  }

  @GetMapping("/api/v2/incidents/unresolved.json")
  ResponseEntity<byte[]> unresolved() {
    var board = boards.now();
    return answer(new Shape.Incidents(Shape.page(board), incidents(board, board.open())));
  }

  @GetMapping("/history.atom")
  ResponseEntity<byte[]> history() {
    return Answer.open(FEED, feed.write(boards.now()));
  }

  /** The worst of what is open and calls for a banner; of equals the newest. */
  @GetMapping("/banner.json")
  ResponseEntity<byte[]> banner() {
    var board = boards.now();
    var worst =
        board.open().stream()
            .filter(incident -> incident.newest().banner())
            .max(
                Comparator.comparing(PublicIncident::impact)
                    .thenComparing(PublicIncident::createdAt));
    return answer(
        new Shape.BannerFile(
            Shape.page(board), worst.map(incident -> Shape.banner(board, incident)).orElse(null)));
  }

  @GetMapping("/banner.js")
  ResponseEntity<byte[]> bannerScript() throws IOException {
    var script = new ClassPathResource("status/banner.js");
    return Answer.open(SCRIPT, script.getContentAsString(StandardCharsets.UTF_8));
  }

  private static List<Shape.Incident> incidents(Board board, List<PublicIncident> incidents) {
    return incidents.stream().map(incident -> Shape.incident(board, incident)).toList();
  }

  private ResponseEntity<byte[]> answer(Object content) {
    try {
      return Answer.open(MediaType.APPLICATION_JSON, json.writeValueAsString(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The status cannot be written as JSON", e);
    }
  }
}
