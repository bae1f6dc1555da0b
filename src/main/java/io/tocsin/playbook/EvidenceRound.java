package io.tocsin.playbook;

import io.tocsin.playbook.EvidenceStore.Copy;
import io.tocsin.playbook.EvidenceStore.TooLarge;
import io.tocsin.playbook.PreservedEvidence.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** One time of copying, with its limits. What cannot be copied is listed with the reason. */
final class EvidenceRound {

  /** Where a copy is made. */
  interface Target {
    Copy put(InputStream from) throws IOException;
  }

  /** Gives what is to be copied to the target, once. */
  interface Source {
    Copy copyTo(Target target) throws IOException;
  }

  private static final String WILD = "*?[{";

  private final EvidenceProperties limits;
  private final EvidenceStore store;
  private final long began;
  private final List<String> lines = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final Set<String> lacking = new LinkedHashSet<>();
  private final Set<String> found = new LinkedHashSet<>();
  private String service = "";
  private int kept;
  private int leftOut;
  private long bytes;

  EvidenceRound(EvidenceProperties limits, EvidenceStore store, long began) {
    this.limits = limits;
    this.store = store;
    this.began = began;
  }

  void service(String id) {
    this.service = id;
  }

  List<String> lines() {
    return lines;
  }

  List<Item> items() {
    return items;
  }

  int kept() {
    return kept;
  }

  int leftOut() {
    return leftOut;
  }

  /** Returns the services of which there is something, and nothing was left out. */
  List<String> covered() {
    return found.stream().filter(one -> !lacking.contains(one)).toList();
  }

  Duration timeLeft() {
    var left = limits.timeout().minusNanos(System.nanoTime() - began);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  /** Takes every file that a pattern names; a plain path that is missing is listed. */
  void files(String pattern) {
    var base = base(pattern);
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("\\", "\\\\"));
    var before = kept + leftOut;
    try {
      if (Files.isSymbolicLink(base)) {
        leaveOut(base.toString(), "a symbolic link, which is not followed");
      } else if (Files.isRegularFile(base, LinkOption.NOFOLLOW_LINKS)) {
        take(base);
      } else if (Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(base, new Walk(matcher));
      }
    } catch (IOException e) {
      leaveOut(pattern, reason(e));
    }
    if (kept + leftOut == before) {
      leaveOut(pattern, "no such file");
    }
  }

  /** Copies one source within the limits. */
  void take(String name, Source source) {
    take(name, "-", source, copy -> null);
  }

  /** Copies a file, unless it is a link or gone. */
  void take(Path file) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        leaveOut(
            file.toString(),
            attributes.isSymbolicLink()
                ? "a symbolic link, which is not followed"
                : "not a regular file");
      } else if (attributes.size() > limits.maxFile().toBytes()) {
        leaveOut(file.toString(), tooLarge(limits.maxFile().toBytes()));
      } else {
        take(
            file.toString(),
            attributes.lastModifiedTime().toInstant().toString(),
            target -> read(file, target),
            copy -> meanwhile(file, attributes, copy));
      }
    } catch (IOException e) {
      leaveOut(file.toString(), reason(e));
    }
  }

  private static Copy read(Path file, Target target) throws IOException {
    // Somebody may put a link there in this very moment.
    try (var from =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return target.put(from);
    }
  }

  /** Logs grow while they are copied; whoever reads the copy must know. */
  private static @Nullable String meanwhile(Path file, BasicFileAttributes before, Copy copy) {
    try {
      var after = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return after.lastModifiedTime().equals(before.lastModifiedTime())
              && after.size() == before.size()
              && copy.bytes() == before.size()
          ? null
          : "written to while it was copied";
    } catch (IOException e) {
      return "removed while it was copied";
    }
  }

  private void take(
      String name, String changed, Source source, Function<Copy, @Nullable String> remark) {
    if (over()) {
      leaveOut(name, "the limit of files, bytes or time is reached");
      return;
    }
    var room = Math.min(limits.maxFile().toBytes(), limits.maxTotal().toBytes() - bytes);
    try {
      var copy = source.copyTo(from -> store.put(from, room));
      var note = remark.apply(copy);
      bytes += copy.bytes();
      kept++;
      found.add(service);
      items.add(Item.copied(service, printable(name), copy, note));
      lines.add(
          "%s  %d  %s  %s  %s%s%n"
              .formatted(
                  copy.sha256(),
                  copy.bytes(),
                  changed,
                  service,
                  printable(name),
                  note == null ? "" : " (" + note + ")"));
    } catch (TooLarge e) {
      leaveOut(name, tooLarge(room));
    } catch (IOException e) {
      leaveOut(name, reason(e));
    }
  }

  private boolean over() {
    return kept >= limits.maxFiles()
        || bytes >= limits.maxTotal().toBytes()
        || System.nanoTime() - began > limits.timeout().toNanos();
  }

  private void leaveOut(String name, String why) {
    leftOut++;
    lacking.add(service);
    // Each is counted; the list itself must stay readable.
    if (leftOut <= limits.maxFiles()) {
      items.add(Item.leftOut(service, printable(name), printable(why)));
      lines.add("left out  %s  %s: %s%n".formatted(service, printable(name), printable(why)));
    }
  }

  /** A name of a file may hold a line break, and so forge a line. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file any more";
    }
    if (e instanceof AccessDeniedException) {
      return "Tocsin may not read it";
    }
    return e.getClass() == IOException.class
        ? Objects.requireNonNullElse(e.getMessage(), "cannot be read")
        : "cannot be read (" + e.getClass().getSimpleName() + ")";
  }

  /** Names the setting: whoever needs the whole of it must know what to raise. */
  private String tooLarge(long room) {
    return room < limits.maxFile().toBytes()
        ? "more than is left of tocsin.evidence.max-total, " + words(limits.maxTotal())
        : "larger than tocsin.evidence.max-file, " + words(limits.maxFile());
  }

  private static String words(DataSize size) {
    return size.equals(DataSize.ofMegabytes(size.toMegabytes()))
        ? size.toMegabytes() + " MB"
        : size.toBytes() + " bytes";
  }

  /** The part of a pattern before its first wildcard. */
  private static Path base(String pattern) {
    var wild = 0;
    while (wild < pattern.length() && WILD.indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    return Path.of(
        wild == pattern.length()
            ? pattern
            : pattern.substring(0, pattern.lastIndexOf('/', wild) + 1));
  }

  /** Does not follow links. */
  private final class Walk extends SimpleFileVisitor<Path> {

    private final PathMatcher matcher;

    Walk(PathMatcher matcher) {
      this.matcher = matcher;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (matcher.matches(file)) {
        take(file);
      }
      return over() && leftOut > limits.maxFiles()
          ? FileVisitResult.TERMINATE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      leaveOut(file.toString(), reason(e));
      return FileVisitResult.CONTINUE;
    }
  }
}
