package io.tocsin.engine;

import io.tocsin.hash.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The processes, decisions and forms that come with this Tocsin, named by file name wherever they
 * are read from.
 */
final class BundledModels {

  private static final int MARK = 12;

  private final SortedMap<String, NamedResource> byName = new TreeMap<>();

  private BundledModels() {}

  static BundledModels read(Collection<String> patterns) {
    var models = new BundledModels();
    patterns.forEach(pattern -> Arrays.stream(find(pattern)).forEach(models::add));
    return models;
  }

  static BundledModels of(Map<String, byte[]> files) {
    var models = new BundledModels();
    files.forEach((name, content) -> models.byName.put(name, new NamedResource(name, content)));
    return models;
  }

  /** Returns the files, each described by its bare name. */
  Set<Resource> files() {
    return new LinkedHashSet<>(byName.values());
  }

  /** Returns the content of a file; empty when none of that name comes with Tocsin. */
  Optional<byte[]> file(String name) {
    return Optional.ofNullable(byName.get(name)).map(ByteArrayResource::getByteArray);
  }

  /** Returns a short text that is the same as long as all files are. */
  String mark() {
    var digest = Sha256.digest();
    byName.forEach(
        (name, file) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(
              Integer.toString(file.getByteArray().length).getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(file.getByteArray());
        });
    return HexFormat.of().formatHex(digest.digest()).substring(0, MARK);
  }

  private static Resource[] find(String pattern) {
    try {
      return new PathMatchingResourcePatternResolver().getResources(pattern);
    } catch (IOException e) {
      throw new UncheckedIOException("The models " + pattern + " cannot be listed", e);
    }
  }

  private void add(Resource file) {
    try {
      var name = String.valueOf(file.getFilename());
      var content = file.getContentAsByteArray();
      var other = byName.putIfAbsent(name, new NamedResource(name, content));
      // A fat jar lists each file twice; two different files of one name are a mistake.
      if (other != null && !Arrays.equals(other.getByteArray(), content)) {
        throw new IllegalStateException(
            "Two different models are named " + name + "; rename one of them");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model " + file + " cannot be read", e);
    }
  }

  private static final class NamedResource extends ByteArrayResource {

    private final String name;

    NamedResource(String name, byte[] content) {
      super(content);
      this.name = name;
    }

    /** The engine names the deployed resource after this. */
    @Override
    public String getDescription() {
      return name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof NamedResource that && that.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }
}
