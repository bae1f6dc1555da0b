package io.tocsin.statuspage;

import io.tocsin.problem.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The pages that everybody may read. */
@Controller
class StatusPages {

  /** Days on the front page. */
  private static final int RECENT = 14;

  private final Boards boards;
  private final PageWriter writer;

  StatusPages(Boards boards, PageWriter writer) {
    this.boards = boards;
    this.writer = writer;
  }

  @GetMapping({"/status", "/status/"})
  ResponseEntity<byte[]> front(HttpServletRequest request, HttpServletResponse response) {
    var board = boards.now();
    return page(request, response, "status/front", board, Map.of("days", board.days(RECENT)));
  }

  @GetMapping("/status/history")
  ResponseEntity<byte[]> history(HttpServletRequest request, HttpServletResponse response) {
    var board = boards.now();
    return page(
        request, response, "status/history", board, Map.of("days", board.daysInShort(Board.DAYS)));
  }

  @GetMapping("/status/incidents/{id}")
  ResponseEntity<byte[]> incident(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    var board = boards.only(id);
    return page(
        request, response, "status/incident", board, Map.of("incident", board.incidents().get(0)));
  }

  /** Whatever else stands below is not there; readers are not shown the house's own pages. */
  @GetMapping("/status/**")
  void elsewhere() {
    throw new NotFoundException("There is no such page");
  }

  @ExceptionHandler
  ResponseEntity<byte[]> missing(
      NotFoundException e, HttpServletRequest request, HttpServletResponse response) {
    return Answer.personal(
        HttpStatus.NOT_FOUND,
        writer.write(request, response, "status/missing", Map.of("page", boards.now().page())));
  }

  private ResponseEntity<byte[]> page(
      HttpServletRequest request,
      HttpServletResponse response,
      String template,
      Board board,
      Map<String, ?> more) {
    var model = new HashMap<String, Object>(more);
    model.put("board", board);
    model.put("page", board.page());
    return Answer.page(writer.write(request, response, template, model));
  }
}
