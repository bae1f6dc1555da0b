package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of its own that can be filled. Only an administrator of the machine may make one;
 * for others it is a folder like any other, and is never full.
 */
final class SmallDisk implements AutoCloseable {

  private static final byte[] BLOCK = new byte[1 << 20];

  private final Path folder;
  private final Path filling;
  private final boolean small;

  SmallDisk(Path folder, String size) {
    this.folder = folder;
    this.filling = folder.resolve("filling");
    try {
      Files.createDirectories(folder);
      this.small =
          run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "tocsin-faults", path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean canBeFull() {
    return small;
  }

  /** Leaves not one byte. */
  void fill() {
    assertThat(small).as("a file system of its own").isTrue();
    try (var out =
        Files.newOutputStream(filling, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int length = BLOCK.length; length > 0; ) {
        try {
          out.write(BLOCK, 0, length);
        } catch (IOException e) {
          length /= 2;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives all of it back. */
  void empty() {
    try {
      Files.deleteIfExists(filling);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String path() {
    return folder.toAbsolutePath().toString();
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What was on it is gone. */
  @Override
  public void close() {
    try {
      if (small) {
        run("umount", path());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
