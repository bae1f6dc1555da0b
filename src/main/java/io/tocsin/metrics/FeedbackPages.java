package io.tocsin.metrics;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The question that the message of the resolution links to, for customers. Following the link
 * answers nothing: programs that look at mails follow links.
 */
@Controller
@RequestMapping("/status/feedback/{token}")
class FeedbackPages {

  private static final Map<String, Integer> SCORES = Map.of("1", 1, "2", 2, "3", 3, "4", 4, "5", 5);

  private final Satisfaction satisfaction;

  FeedbackPages(Satisfaction satisfaction) {
    this.satisfaction = satisfaction;
  }

  @GetMapping
  String ask(@PathVariable String token, Model model, HttpServletResponse response) {
    return page(satisfaction.asked(token).isPresent() ? "ask" : "unknown", model, response);
  }

  @PostMapping
  String answer(
      @PathVariable String token,
      @RequestParam(required = false) @Nullable String score,
      Model model,
      HttpServletResponse response) {
    var asked = satisfaction.asked(token);
    if (asked.isEmpty()) {
      return page("unknown", model, response);
    }
    var value = score == null ? null : SCORES.get(score);
    if (value == null) {
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      return page("choose", model, response);
    }
    satisfaction.answer(asked.get(), value);
    return page("thanks", model, response);
  }

  private static String page(String state, Model model, HttpServletResponse response) {
    if (state.equals("unknown")) {
      response.setStatus(HttpStatus.NOT_FOUND.value());
    }
    // The link is somebody's own.
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
    model.addAttribute("state", state);
    return "status/feedback";
  }
}
