package io.tocsin.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Tells whom an error is shown as a page, and whom as a problem document. */
public final class Browsers {

  private Browsers() {}

  /** Returns whether a browser asks for a page: programs ask for anything, only it names HTML. */
  public static boolean ask(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
        .anyMatch(accept -> accept.contains(MediaType.TEXT_HTML_VALUE));
  }
}
