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
import java.util.function.ToIntFunction;

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
    SWALLOWS_ANSWERS,
    /** Says all that the server says a while later. */
    ANSWERS_LATE,
    /** Says all that the server says once more. */
    ANSWERS_TWICE
  }

  private static final long LATE_MILLIS = 2_000;
  private static final String END_OF_MAIL = "\r\n.\r\n";

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

    /** Whether the server has been given what it acts on: a whole message, or an order. */
    private volatile boolean acts;

    Line(Socket caller, Socket server) {
      this.caller = caller;
      this.server = server;
    }

    Void forth() {
      return pass(
          caller,
          server,
          text -> {
            acts |= text.endsWith(END_OF_MAIL) || text.startsWith("POST ");
            return 1;
          });
    }

    Void back() {
      return pass(server, caller, text -> answers());
    }

    private int answers() {
      return switch (mood) {
        case SWALLOWS_ANSWERS -> acts ? 0 : 1;
        case ANSWERS_LATE -> {
          sleep();
          yield 1;
        }
        case ANSWERS_TWICE -> 2;
        default -> 1;
      };
    }

    private Void pass(Socket from, Socket to, ToIntFunction<String> times) {
      var buffer = new byte[8192];
      try {
        var in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          var again = times.applyAsInt(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          if (again == 0) {
            break;
          }
          for (int time = 0; time < again; time++) {
            to.getOutputStream().write(buffer, 0, read);
          }
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

  private static void sleep() {
    try {
      Thread.sleep(LATE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
