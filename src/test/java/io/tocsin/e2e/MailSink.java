package io.tocsin.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A mail server that takes everything and keeps nothing. It stands for one on another machine, so
 * that it must cost next to nothing where the processors are shared with what is measured.
 */
final class MailSink implements AutoCloseable {

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  MailSink() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var caller = server.accept();
        threads.execute(() -> talk(caller));
      } catch (IOException e) {
        // It was closed.
        return;
      }
    }
  }

  private static void talk(Socket caller) {
    try (caller;
        var in =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1));
        var out = caller.getOutputStream()) {
      say(out, "220 sink");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var command = line.toUpperCase(Locale.ROOT);
        if (command.startsWith("QUIT")) {
          say(out, "221 bye");
          return;
        }
        if (command.startsWith("DATA")) {
          say(out, "354 go on");
          for (var text = in.readLine(); text != null && !text.equals("."); ) {
            text = in.readLine();
          }
        }
        say(out, "250 taken");
      }
    } catch (IOException e) {
      // A caller that goes away has no further wishes.
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
