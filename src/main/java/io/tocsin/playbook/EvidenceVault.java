package io.tocsin.playbook;

import io.tocsin.hash.Sha256;
import io.tocsin.incident.Incidents;
import io.tocsin.outbound.OutboundDownloads;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.playbook.EvidenceProperties.Remote;
import io.tocsin.playbook.EvidenceProperties.Sources;
import io.tocsin.playbook.EvidenceRound.Target;
import io.tocsin.playbook.EvidenceStore.Copy;
import io.tocsin.playbook.EvidenceStore.TooLarge;
import io.tocsin.playbook.PreservedEvidence.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
   * @param services whose evidence it is
   * @param covered those of which there is something, and nothing was left out
   * @param kept copies, those that were there before among them
   * @param list file that names each
   * @param sha256 of the list
   * @param items each source, as far as the list names it
   */
  record Result(
      List<String> services,
      List<String> covered,
      int kept,
      int leftOut,
      Path list,
      String sha256,
      List<Item> items) {

    /** Returns whether there is something of each service, and nothing of it was left out. */
    boolean complete() {
      return kept > 0 && covered.containsAll(services);
    }

    /** Returns the services of which the settings name nothing. */
    private List<String> unnamed() {
      return services.stream()
          .filter(service -> items.stream().noneMatch(item -> item.service().equals(service)))
          .toList();
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
              kept == 0 && leftOut == 0
                  ? ". The settings name no evidence of the services"
                  : leftOut == 0 && !complete()
                      ? ". The settings name no evidence of " + String.join(", ", unnamed())
                      : "");
    }
  }

  private final EvidenceProperties properties;
  private final Incidents incidents;
  private final Preserved preserved;
  private final OutboundDownloads http;
  private final Clock clock;

  EvidenceVault(
      EvidenceProperties properties,
      Incidents incidents,
      Preserved preserved,
      OutboundDownloads http,
      Clock clock) {
    this.properties = properties;
    this.incidents = incidents;
    this.preserved = preserved;
    this.http = http;
    this.clock = clock;
    requireFolder(properties.directory());
  }

  /** Found out when it is needed, it would be found out in the middle of a security incident. */
  private static void requireFolder(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw refused(directory, e);
    }
    if (!Files.isWritable(directory)) {
      throw refused(directory, null);
    }
  }

  private static IllegalStateException refused(Path directory, @Nullable IOException cause) {
    return new IllegalStateException(
        "tocsin.evidence.directory: '%s' cannot be written to; make it, or name another folder, one that all nodes share"
            .formatted(directory.toAbsolutePath().normalize()),
        cause);
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
    return preserve(number, key, incidents.get(number).services());
  }

  /**
   * Preserves the evidence of the services that have joined since the last list was made.
   *
   * @param key as above
   * @return whether all of it is preserved; true when none has joined
   */
  boolean preserveMore(String number, String key) {
    var unlisted = preserved.unlisted(number);
    return unlisted.isEmpty()
        || preserve(number, key, unlisted)
        // Somebody may have said so while it was copied.
        || preserved.missing(number).isEmpty();
  }

  private boolean preserve(String number, String key, List<String> services) {
    var result = copy(number, services);
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
        sources
            .urls()
            .forEach(
                remote -> round.take(remote.toString(), target -> fetch(remote, round, target)));
      }
      return list(number, services, store, round);
    } catch (IOException e) {
      throw refused(e);
    } catch (UncheckedIOException e) {
      throw refused(Objects.requireNonNull(e.getCause()));
    }
  }

  /** The engine tries again: what our disk did not take is not left out for good. */
  private UncheckedIOException refused(IOException e) {
    return new UncheckedIOException(
        "The evidence cannot be written to %s; see that there is room and that Tocsin may write there"
            .formatted(properties.directory()),
        e);
  }

  /** What came of copying an answer: told apart from what went wrong on its way here. */
  private record Received(
      @Nullable Copy copy, @Nullable TooLarge tooLarge, @Nullable UncheckedIOException refused) {

    static Received by(Target target, InputStream body) throws IOException {
      try {
        return new Received(target.put(body), null, null);
      } catch (TooLarge e) {
        return new Received(null, e, null);
      } catch (UncheckedIOException e) {
        return new Received(null, null, e);
      }
    }

    Copy get() throws TooLarge {
      if (tooLarge != null) {
        throw tooLarge;
      }
      if (refused != null) {
        throw refused;
      }
      return Objects.requireNonNull(copy);
    }
  }

  /** The bytes that came, without a change: that is what the hash is of. */
  private Copy fetch(Remote remote, EvidenceRound round, Target target) throws IOException {
    var answer =
        http.read(
            new OutboundRequest("GET", remote.url(), remote.headers(), null, round.timeLeft()),
            body -> Received.by(target, body));
    if (answer.body() == null) {
      throw new IOException(answer.failure());
    }
    return answer.body().get();
  }

  private Result list(
      String number, List<String> services, EvidenceStore store, EvidenceRound round) {
    Instant now = clock.instant();
    var text =
        "Evidence of %s, listed %s%nsha256  bytes  changed  service  source%n%s"
            .formatted(number, now, String.join("", round.lines()))
            .getBytes(StandardCharsets.UTF_8);
    return new Result(
        List.copyOf(services),
        round.covered(),
        round.kept(),
        round.leftOut(),
        store.list(text),
        Sha256.hex(text),
        List.copyOf(round.items()));
  }
}
