package io.tocsin.playbook;

import io.tocsin.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The folder of one incident's evidence. A file is written once, then only read. */
class EvidenceStore {

  private static final int BUFFER = 64 * 1024;

  /** What was copied. */
  record Copy(String sha256, long bytes) {}

  /** There is more than may be copied. */
  static final class TooLarge extends IOException {
    TooLarge(long limit) {
      super("larger than " + limit + " bytes");
    }
  }

  /** Writes something; what it throws is a matter of our disk, not of the source. */
  private interface Writing {
    void run() throws IOException;
  }

  private final Path directory;

  EvidenceStore(Path directory) throws IOException {
    this.directory = directory.toAbsolutePath().normalize();
    Files.createDirectories(this.directory.resolve("files"));
  }

  Path directory() {
    return directory;
  }

  /**
   * Copies to the file that is named by the hash; one that is there already stays as it is.
   *
   * @throws TooLarge when there is more than the limit; nothing is left behind
   * @throws IOException when the source cannot be read
   * @throws UncheckedIOException when the disk does not take the copy
   */
  Copy put(InputStream source, long limit) throws IOException {
    var digest = Sha256.digest();
    var bytes = 0L;
    var coming = coming();
    try {
      var target = open(coming);
      try {
        var buffer = new byte[BUFFER];
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
          bytes += read;
          if (bytes > limit) {
            throw new TooLarge(limit);
          }
          digest.update(buffer, 0, read);
          var length = read;
          write(() -> target.write(buffer, 0, length));
        }
      } finally {
        write(target::close);
      }
      var sha256 = HexFormat.of().formatHex(digest.digest());
      write(() -> keep(coming, directory.resolve("files").resolve(sha256)));
      return new Copy(sha256, bytes);
    } finally {
      write(() -> Files.deleteIfExists(coming));
    }
  }

  /**
   * Writes a list under the next number that is free, whole or not at all.
   *
   * @throws UncheckedIOException when the disk does not take it
   */
  Path list(byte[] text) {
    var coming = coming();
    try {
      write(() -> Files.write(coming, text));
      for (int n = 1; ; n++) {
        var file = directory.resolve("list-%03d.txt".formatted(n));
        var before = new AtomicBoolean();
        write(() -> before.set(!keep(coming, file)));
        if (!before.get()) {
          return file;
        }
      }
    } finally {
      write(() -> Files.deleteIfExists(coming));
    }
  }

  private Path coming() {
    try {
      return Files.createTempFile(directory, "coming-", ".part");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream open(Path file) {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * On the disk before its name is: what was listed must be there after a power cut.
   *
   * @return false when there is something under the name already, which stays
   */
  private static boolean keep(Path coming, Path kept) throws IOException {
    try (var channel = FileChannel.open(coming, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      // A link, not a move: a move would replace what is there.
      Files.createLink(kept, coming);
      protect(kept);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void protect(Path file) throws IOException {
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
  }
}
