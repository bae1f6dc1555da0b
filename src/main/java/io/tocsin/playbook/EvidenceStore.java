package io.tocsin.playbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The folder of one incident's evidence. A file is written once, then only read. */
final class EvidenceStore {

  private static final int BUFFER = 64 * 1024;

  /** What was copied. */
  record Copy(String sha256, long bytes) {}

  /** There is more than may be copied. */
  static final class TooLarge extends IOException {
    TooLarge(long limit) {
      super("larger than " + limit + " bytes");
    }
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
   */
  Copy put(InputStream source, long limit) throws IOException {
    var digest = digest();
    var bytes = 0L;
    var coming = Files.createTempFile(directory, "coming-", ".part");
    try {
      try (var target = Files.newOutputStream(coming)) {
        var buffer = new byte[BUFFER];
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
          bytes += read;
          if (bytes > limit) {
            throw new TooLarge(limit);
          }
          digest.update(buffer, 0, read);
          target.write(buffer, 0, read);
        }
      }
      var sha256 = HexFormat.of().formatHex(digest.digest());
      keep(coming, directory.resolve("files").resolve(sha256));
      return new Copy(sha256, bytes);
    } finally {
      Files.deleteIfExists(coming);
    }
  }

  /** On the disk before its name is: what was listed must be there after a power cut. */
  private static void keep(Path coming, Path kept) throws IOException {
    try (var channel = FileChannel.open(coming, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      // A link, not a move: a move would replace what is there.
      Files.createLink(kept, coming);
      protect(kept);
    } catch (FileAlreadyExistsException e) {
      // The same content was copied before.
    }
  }

  static void protect(Path file) throws IOException {
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
