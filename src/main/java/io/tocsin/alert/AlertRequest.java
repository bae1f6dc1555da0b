package io.tocsin.alert;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * A request whose body can be looked at before it is read: signatures cover its bytes, and some
 * senders put their key into it.
 */
final class AlertRequest extends HttpServletRequestWrapper {

  private byte @Nullable [] body;

  AlertRequest(HttpServletRequest request) {
    super(request);
  }

  /** Returns the request as our filter has wrapped it. */
  static AlertRequest of(HttpServletRequest request) {
    var wrapped = WebUtils.getNativeRequest(request, AlertRequest.class);
    return wrapped == null ? new AlertRequest(request) : wrapped;
  }

  /**
   * Returns the body, or null if it is larger than allowed; reads no further then, whatever length
   * was announced.
   */
  byte @Nullable [] body(long max) throws IOException {
    if (body == null) {
      if (getContentLengthLong() > max) {
        return null;
      }
      body = super.getInputStream().readNBytes((int) Math.min(max + 1, Integer.MAX_VALUE));
    }
    return body.length > max ? null : body;
  }

  /** Returns the headers by their name in lower case; of several the first. */
  Map<String, String> headers() {
    var headers = new TreeMap<String, String>();
    for (var name : Collections.list(getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), getHeader(name));
    }
    return headers;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return body == null ? super.getInputStream() : new Replay(body);
  }

  private static final class Replay extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    Replay(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("It is all there");
    }
  }
}
