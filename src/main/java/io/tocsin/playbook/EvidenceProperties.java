package io.tocsin.playbook;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is evidence and where copies of it are kept, {@code tocsin.evidence}.
 *
 * @param directory of the copies; Tocsin adds to it and never changes or removes anything in it
 * @param maxFile a larger file is listed and not copied
 * @param maxTotal of the copies of one time
 * @param maxFiles how many files one time copies at most
 * @param timeout for all copies of one time, well under the engine's job lock
 * @param services sources by the id of the service
 */
@ConfigurationProperties("tocsin.evidence")
record EvidenceProperties(
    @DefaultValue("./data/evidence") Path directory,
    @DefaultValue("100MB") DataSize maxFile,
    @DefaultValue("1GB") DataSize maxTotal,
    @DefaultValue("1000") int maxFiles,
    @DefaultValue("40s") Duration timeout,
    @DefaultValue Map<String, Sources> services) {

  private static final Duration LONGEST = Duration.ofSeconds(45);

  /** Refuses limits that could not be kept. */
  EvidenceProperties {
    if (maxFile.toBytes() < 1 || maxTotal.toBytes() < 1 || maxFiles < 1) {
      throw new IllegalArgumentException(
          "tocsin.evidence: max-file, max-total and max-files must be more than nothing");
    }
    if (timeout.compareTo(LONGEST) > 0 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "tocsin.evidence.timeout: copying may take at most 45s, not " + timeout);
    }
    services = Map.copyOf(services);
  }

  /**
   * Where the evidence of a service is.
   *
   * @param files absolute paths; {@code *} stands for a part of a name, {@code **} for folders too
   * @param urls read by GET
   */
  record Sources(@DefaultValue List<String> files, @DefaultValue List<Remote> urls) {

    Sources {
      files = List.copyOf(files);
      urls = List.copyOf(urls);
      for (var file : files) {
        if (!file.startsWith("/") || List.of(file.split("/")).contains("..")) {
          throw new IllegalArgumentException(
              "tocsin.evidence.services: '" + file + "' must be an absolute path without '..'");
        }
      }
    }
  }

  /**
   * Something that is read over HTTP.
   *
   * @param name in the list
   * @param headers with their secrets, from the environment; never shown
   */
  record Remote(String name, URI url, @DefaultValue Map<String, String> headers) {

    Remote {
      headers = Map.copyOf(headers);
    }

    /** Shows neither headers nor what follows the path: they may be secrets. */
    @Override
    public String toString() {
      return name + " from " + url.getHost() + url.getPath();
    }
  }
}
