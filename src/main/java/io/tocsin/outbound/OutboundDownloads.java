package io.tocsin.outbound;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers as the bytes that came, with the guards of {@link OutboundHttp}. How much of an
 * answer is read is up to whoever reads it.
 */
public interface OutboundDownloads {

  /**
   * Makes a call, has the answer read when its status is one of success, and waits for the end.
   *
   * @param reader runs in another thread; at the request's time limit the connection is cut, and
   *     what it returns after that is dropped
   */
  <T> Download<T> read(OutboundRequest request, BodyReader<T> reader);

  /** Reads an answer. What it throws means that the answer did not come whole. */
  @FunctionalInterface
  interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * How a download ended.
   *
   * @param status of HTTP; 0 when there was no complete answer
   * @param body what the reader made of it; null when it did not get to the end
   * @param failure why it did not, in a few words; null when it did
   */
  record Download<T>(int status, @Nullable T body, @Nullable String failure) {}
}
