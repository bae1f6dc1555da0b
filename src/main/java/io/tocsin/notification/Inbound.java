package io.tocsin.notification;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Reads what is called back, bounded: anybody can send it. */
final class Inbound {

  private static final int MAX_BYTES = 64 * 1024;

  private Inbound() {}

  /** Reads a body; stops where it becomes too large, whatever length was announced. */
  static byte[] read(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > MAX_BYTES) {
      throw refused(HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than 64 KB");
    }
    var bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw refused(HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than 64 KB");
    }
    return bytes;
  }

  /** Reads the fields of a form; of a name that comes twice the first counts. */
  static Map<String, String> form(byte[] body) {
    var fields = new TreeMap<String, String>();
    for (var field : new String(body, StandardCharsets.UTF_8).split("&")) {
      var equals = field.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
      }
    }
    return fields;
  }

  static ErrorResponseException refused(HttpStatus status, String why) {
    return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, why), null);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(HttpStatus.BAD_REQUEST, "The body is no form");
    }
  }
}
