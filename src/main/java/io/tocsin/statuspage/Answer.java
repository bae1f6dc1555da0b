package io.tocsin.statuspage;

import io.tocsin.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** How the page answers: kept for a minute by whoever likes, then asked for by its mark. */
final class Answer {

  private static final Duration FRESH = Duration.ofSeconds(60);
  private static final int MARK = 32;

  static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  private Answer() {}

  /** For readers. */
  static ResponseEntity<byte[]> page(String html) {
    return of(HTML, html).body(bytes(html));
  }

  /** For programs, on whatever page they run. */
  static ResponseEntity<byte[]> open(MediaType type, String text) {
    return of(type, text).header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*").body(bytes(text));
  }

  /** For the one who asked; nobody keeps it. */
  static ResponseEntity<byte[]> personal(HttpStatus status, String html) {
    return ResponseEntity.status(status)
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .body(bytes(html));
  }

  /** The mark is one of the content, so that all nodes give the same; weak, for it is zipped. */
  private static ResponseEntity.BodyBuilder of(MediaType type, String text) {
    var hash = Sha256.hex(text).substring(0, MARK);
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.maxAge(FRESH).cachePublic())
        .eTag("W/\"" + hash + "\"");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
