package io.tocsin.playbook;

import io.tocsin.incident.Incidents;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.playbook.EvidenceProperties.Remote;
import io.tocsin.playbook.EvidenceProperties.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Copies evidence to where nothing is ever changed: each copy is named by its SHA-256, and each
 * time adds a list of what was copied and what was left out.
 */
@Component
class EvidenceVault {

  /**
   * What became of the evidence.
   *
   * @param kept copies, those that were there before among them
   * @param list file that names each
   * @param sha256 of the list
   */
  record Result(int kept, int leftOut, Path list, String sha256) {

    /** Returns whether there is something, and nothing of it was left out. */
    boolean complete() {
      return kept > 0 && leftOut == 0;
    }

    /** Returns a line of the timeline. */
    String words() {
      var what = kept == 1 ? "1 file" : kept + " files";
      return "Evidence: %s copied and hashed, %d left out. List: %s, SHA-256 %s%s"
          .formatted(
              what,
              leftOut,
              list.getFileName(),
              sha256,
              kept == 0 && leftOut == 0 ? ". The settings name no evidence of the services" : "");
    }
  }

  private final EvidenceProperties properties;
  private final Incidents incidents;
  private final Preserved preserved;
  private final OutboundHttp http;
  private final Clock clock;

  EvidenceVault(
      EvidenceProperties properties,
      Incidents incidents,
      Preserved preserved,
      OutboundHttp http,
      Clock clock) {
    this.properties = properties;
    this.incidents = incidents;
    this.preserved = preserved;
    this.http = http;
    this.clock = clock;
  }

  /**
   * Preserves the evidence of the affected services. Doing it again under the same key changes
   * nothing; after a crash in the middle it goes on, and finds the copies that are there.
   *
   * @return whether all of it is preserved
   */
  boolean preserve(String number, String key) {
    var before = preserved.done(number, key);
    if (before.isPresent()) {
      return before.get();
    }
    var result = copy(number, incidents.get(number).services());
    preserved.copied(number, key, result);
    return result.complete();
  }

  /** Copies what the settings name for the services. */
  Result copy(String number, List<String> services) {
    try {
      var store = new EvidenceStore(properties.directory().resolve(number));
      var round = new EvidenceRound(properties, store, System.nanoTime());
      for (var service : services) {
        var sources =
            properties.services().getOrDefault(service, new Sources(List.of(), List.of()));
        round.service(service);
        sources.files().forEach(round::files);
        sources.urls().forEach(remote -> round.take(remote.toString(), () -> read(remote, round)));
      }
      return list(number, store, round);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The evidence cannot be written to %s; see that there is room and that Tocsin may write there"
              .formatted(properties.directory()),
          e);
    }
  }

  private InputStream read(Remote remote, EvidenceRound round) throws IOException {
    var answer =
        http.send(
            new OutboundRequest("GET", remote.url(), remote.headers(), null, round.timeLeft()));
    if (!answer.successful()) {
      throw new IOException(
          answer.failure() == null ? "answered with status " + answer.status() : answer.failure());
    }
    if (answer.truncated()) {
      throw new IOException("the answer is longer than tocsin.outbound.max-body");
    }
    return new java.io.ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Written once: the number of the list is the next that is free. */
  private Result list(String number, EvidenceStore store, EvidenceRound round) throws IOException {
    Instant now = clock.instant();
    var text =
        "Evidence of %s, listed %s%nsha256  bytes  changed  service  source%n%s"
            .formatted(number, now, String.join("", round.lines()))
            .getBytes(StandardCharsets.UTF_8);
    for (int n = 1; ; n++) {
      var file = store.directory().resolve("list-%03d.txt".formatted(n));
      try {
        Files.write(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        EvidenceStore.protect(file);
        return new Result(round.kept(), round.leftOut(), file, EvidenceStore.sha256(text));
      } catch (FileAlreadyExistsException e) {
        // The list of another time.
      }
    }
  }
}
