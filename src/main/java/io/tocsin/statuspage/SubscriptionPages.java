package io.tocsin.statuspage;

import io.tocsin.problem.InvalidInputException;
import io.tocsin.statuspage.Subscriptions.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Subscribing and unsubscribing. Links in mails only show a button: programs that look at mails
 * follow links, and must neither confirm nor end anything.
 */
@Controller
@RequestMapping("/status")
class SubscriptionPages {

  private static final String ASKED = "/status/subscriptions";
  private static final String AN_HOUR = "3600";

  /**
   * A page that says one thing, with a button if there is something to do.
   *
   * @param action where the button leads; no button without it
   */
  record Note(String title, String text, @Nullable String action, String button) {

    static Note of(String title, String text) {
      return new Note(title, text, null, "");
    }
  }

  private final Subscriptions subscriptions;
  private final Boards boards;
  private final PageWriter writer;

  SubscriptionPages(Subscriptions subscriptions, Boards boards, PageWriter writer) {
    this.subscriptions = subscriptions;
    this.boards = boards;
    this.writer = writer;
  }

  /** Answers the same whoever is subscribed, and whether a mail goes out or not. */
  @PostMapping("/subscriptions")
  ResponseEntity<byte[]> ask(
      @RequestParam(required = false) @Nullable String email,
      @RequestParam(required = false) @Nullable List<String> component,
      HttpServletRequest request,
      HttpServletResponse response) {
    String address;
    try {
      address = MailAddress.of(email);
    } catch (InvalidInputException e) {
      return note(
          HttpStatus.BAD_REQUEST,
          Note.of(
              "That is no e-mail address",
              "Go back and give one such as ada@example.org, with at most 254 characters."),
          request,
          response);
    }
    var chosen = component == null ? List.<String>of() : component;
    var outcome = subscriptions.ask(address, chosen, network(request.getRemoteAddr()));
    if (outcome == Outcome.TOO_MANY) {
      return tooMany(request, response);
    }
    // A reload must not ask again.
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .location(URI.create(ASKED))
        .cacheControl(CacheControl.noStore())
        .build();
  }

  @GetMapping("/subscriptions")
  ResponseEntity<byte[]> asked(HttpServletRequest request, HttpServletResponse response) {
    return note(
        HttpStatus.OK,
        Note.of(
            "Look into your mailbox",
            "We have sent you a link to confirm. If no mail comes within a few minutes, one was"
                + " sent shortly before, or the address was mistyped."),
        request,
        response);
  }

  @GetMapping("/subscriptions/confirm/{token}")
  ResponseEntity<byte[]> mayConfirm(
      @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
    if (!subscriptions.waits(token)) {
      return gone(request, response);
    }
    return note(
        HttpStatus.OK,
        new Note(
            "Confirm your subscription",
            "We will write to you when something is broken, and when it works again.",
            request.getRequestURI(),
            "Subscribe"),
        request,
        response);
  }

  @PostMapping("/subscriptions/confirm/{token}")
  ResponseEntity<byte[]> confirm(
      @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
    if (!subscriptions.confirm(token)) {
      return gone(request, response);
    }
    return note(
        HttpStatus.OK,
        Note.of("You are subscribed", "Every mail has a link by which you can unsubscribe."),
        request,
        response);
  }

  @GetMapping("/unsubscribe/{token}")
  ResponseEntity<byte[]> mayEnd(
      @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
    return note(
        HttpStatus.OK,
        new Note(
            "Unsubscribe",
            "We will write to you no more. You can still read this page at any time.",
            request.getRequestURI(),
            "Unsubscribe"),
        request,
        response);
  }

  /** Also the one click of RFC 8058, made by the reader's mail program. */
  @PostMapping("/unsubscribe/{token}")
  ResponseEntity<byte[]> end(
      @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
    subscriptions.end(token);
    return note(
        HttpStatus.OK,
        Note.of("You are unsubscribed", "We will write to you no more."),
        request,
        response);
  }

  private ResponseEntity<byte[]> gone(HttpServletRequest request, HttpServletResponse response) {
    return note(
        HttpStatus.NOT_FOUND,
        Note.of(
            "This link does not work any more",
            "It was used already, or it is too old. You can subscribe again on the status page."),
        request,
        response);
  }

  private ResponseEntity<byte[]> tooMany(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader(HttpHeaders.RETRY_AFTER, AN_HOUR);
    return note(
        HttpStatus.TOO_MANY_REQUESTS,
        Note.of("Too many want to subscribe at once", "Please try again in an hour."),
        request,
        response);
  }

  private ResponseEntity<byte[]> note(
      HttpStatus status, Note note, HttpServletRequest request, HttpServletResponse response) {
    var model = Map.of("note", note, "page", boards.now().page());
    return Answer.personal(status, writer.write(request, response, "status/note", model));
  }

  /** Whoever has one IPv6 address has a whole network of them. */
  private static String network(String address) {
    var parts = address.split(":", -1);
    return parts.length < 5 ? address : String.join(":", List.of(parts).subList(0, 4));
  }
}
