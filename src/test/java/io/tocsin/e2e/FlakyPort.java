package io.tocsin.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a server and lets through what it likes. */
final class FlakyPort implements AutoCloseable {

  /** What it does with a connection. */
  enum Mood {
    WORKS,
    /** Hangs up at once. */
    REFUSES,
    /** Takes the call and says nothing. */
    HANGS,
    /** The server does its work, and nobody hears that it has. */
    SWALLOWS_ANSWERS
  }

  private final ServerSocket here;
  private final int there;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mood mood = Mood.WORKS;

  FlakyPort(int there) {
    this.there = there;
    try {
      here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.submit(this::accept);
  }

  int port() {
    return here.getLocalPort();
  }

  /** Changes its mood, for open connections too. */
  void be(Mood mood) {
    this.mood = mood;
    cut();
  }

  /** Cuts what is open. */
  void cut() {
    open.forEach(FlakyPort::hangUp);
    open.clear();
  }

  private void accept() {
    while (!here.isClosed()) {
      try {
        serve(here.accept());
      } catch (IOException e) {
        // Closed, or the caller has gone already.
      }
    }
  }

  private void serve(Socket caller) throws IOException {
    open.add(caller);
    switch (mood) {
      case REFUSES -> hangUp(caller);
      case HANGS -> {}
      default -> {
        var server = new Socket(InetAddress.getLoopbackAddress(), there);
        open.add(server);
        var line = new Line(caller, server);
        threads.submit(line::forth);
        threads.submit(line::back);
      }
    }
  }

  /** One connection. */
  private final class Line {

    private final Socket caller;
    private final Socket server;
    private volatile boolean mailEnded;

    Line(Socket caller, Socket server) {
      this.caller = caller;
      this.server = server;
    }

    Void forth() throws IOException {
      return pass(caller, server, text -> mailEnded |= text.endsWith("\r\n.\r\n"));
    }

    Void back() throws IOException {
      return pass(
          server,
          caller,
          text -> {
            if (mailEnded && mood == Mood.SWALLOWS_ANSWERS) {
              throw new IOException("Nobody shall hear that");
            }
          });
    }

    private Void pass(Socket from, Socket to, Hearing hearing) {
      var buffer = new byte[8192];
      try {
        var in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          hearing.hear(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          to.getOutputStream().write(buffer, 0, read);
          to.getOutputStream().flush();
        }
      } catch (IOException e) {
        // One of both has hung up.
      }
      hangUp(caller);
      hangUp(server);
      return null;
    }
  }

  private interface Hearing {
    void hear(String text) throws IOException;
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    try {
      here.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
    threads.shutdownNow();
  }
}
