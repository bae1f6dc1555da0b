package io.tocsin.remediation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A way to a server that is cut at a word: just before it goes through to it, or just after. */
final class CutNetwork implements AutoCloseable {

  private final ServerSocket entrance;
  private final URI server;
  private final String word;
  private final boolean lets;
  private volatile boolean cut;

  private CutNetwork(URI server, String word, boolean lets) throws IOException {
    this.server = server;
    this.word = word;
    this.lets = lets;
    this.entrance = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  /** The server never hears the word. */
  static CutNetwork before(URI server, String word) throws IOException {
    return new CutNetwork(server, word, false);
  }

  /** The server hears the word, and nobody hears its answer. */
  static CutNetwork after(URI server, String word) throws IOException {
    return new CutNetwork(server, word, true);
  }

  int port() {
    return entrance.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var here = entrance.accept();
        var there = new Socket(server.getHost(), server.getPort());
        start(() -> pump(here, there));
        start(() -> pump(there, here));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to) {
    var buffer = new byte[8192];
    try (from;
        to) {
      int length;
      while ((length = from.getInputStream().read(buffer)) > 0) {
        if (cut) {
          return;
        }
        cut = new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(word);
        if (!cut || lets) {
          to.getOutputStream().write(buffer, 0, length);
        }
        if (cut) {
          return;
        }
      }
    } catch (IOException e) {
      // Cut.
    }
  }

  private static void start(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
