package io.tocsin.notification;

import static java.util.Objects.requireNonNull;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.TextFiles.TextFile;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentLruCache;

/**
 * Fills in a message. Fields are escaped before they are filled in, so that nothing in a file can
 * leave it out; nothing but these fields can be reached.
 */
final class TextWriter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private static final int MAX_SUBJECT = 200;
  private static final int MAX_ITEMS = 20;

  /** More than there are files, in all markups; what is tried out in between is forgotten. */
  private static final int KNOWN = 500;

  private static final ConcurrentLruCache<String, Set<String>> PARTS =
      new ConcurrentLruCache<>(KNOWN, TextWriter::partsOf);

  private static final ConcurrentLruCache<Source, Compiled> COMPILED =
      new ConcurrentLruCache<>(KNOWN, TextWriter::compile);

  private TextWriter() {}

  /**
   * All that a message is written with, but for the fields.
   *
   * @param parts that the file names, by name
   */
  private record Source(TextFile file, Markup markup, Map<String, TextFile> parts) {

    /** A part takes in none, or two could take in each other for ever. */
    String part(String name) {
      return Optional.ofNullable(parts.get(name))
          .map(part -> words(part, normal(part.content()), markup))
          .map(text -> TextSource.read(text, 1).withoutParts())
          .orElse("");
    }
  }

  private record Compiled(Template subject, Template body) {}

  /** What is written with one file. */
  record Written(String subject, String body) {}

  /**
   * Writes a message.
   *
   * @param markup of the channel
   * @param parts the file of a part by its name, if there is one
   */
  static Written write(
      TextFile file,
      Markup markup,
      Map<String, ?> fields,
      Function<String, Optional<TextFile>> parts) {
    var compiled = COMPILED.get(new Source(file, markup, parts(file, parts)));
    var subject = compiled.subject().execute(new Escaped(Markup.PLAIN, fields));
    var body = compiled.body().execute(new Escaped(markup, fields));
    return new Written(Escaping.subject(markup, subject(Escaping.line(subject))), tidy(body));
  }

  /** Returns a subject of a length that mail programs still show. */
  static String subject(String line) {
    return Escaping.cut(line, MAX_SUBJECT);
  }

  /** Returns a time as messages write it. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /** Returns a content with line ends of one kind, and without a byte order mark. */
  static String normal(String content) {
    return content.replaceFirst("^\uFEFF", "").replace("\r\n", "\n").replace('\r', '\n');
  }

  private static Map<String, TextFile> parts(
      TextFile file, Function<String, Optional<TextFile>> parts) {
    var found = new HashMap<String, TextFile>();
    for (var name : PARTS.get(file.content())) {
      parts.apply(name).ifPresent(part -> found.put(name, part));
    }
    return found;
  }

  private static Set<String> partsOf(String content) {
    return TextSource.read(normal(content), 1).pieces().stream()
        .filter(piece -> piece.kind() == TextSource.Kind.PART)
        .map(TextSource.Piece::name)
        .collect(Collectors.toSet());
  }

  private static Compiled compile(Source source) {
    var content = normal(source.file.content());
    var end = content.indexOf('\n');
    var first = end < 0 ? content : content.substring(0, end);
    var rest = end < 0 ? "" : content.substring(end + 1);
    return new Compiled(
        compile(TextSource.read(first, 1).withoutParts(), source),
        compile(words(source.file, rest, source.markup), source));
  }

  private static Template compile(String text, Source source) {
    return Mustache.compiler()
        .escapeHTML(false)
        .emptyStringIsFalse(true)
        .defaultValue("")
        .withCollector(new FieldsOnly())
        .withLoader(name -> new StringReader(source.part(name)))
        .compile(text);
  }

  /** A file for one channel is written in its markup, any other in plain words. */
  private static String words(TextFile file, String content, Markup markup) {
    return file.name().channel() == null
        ? TextSource.read(content, 1).withWords(words -> Escaping.prose(markup, words))
        : content;
  }

  /** Most files name few of the fields: each is escaped when it is asked for. */
  private static final class Escaped extends AbstractMap<String, Object> {

    private final Markup markup;
    private final Map<String, ?> fields;
    private final Map<String, Object> known = new HashMap<>();

    Escaped(Markup markup, Map<String, ?> fields) {
      this.markup = markup;
      this.fields = fields;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return key instanceof String name ? known.computeIfAbsent(name, this::escaped) : null;
    }

    private @Nullable Object escaped(String name) {
      var value = fields.get(name);
      return written(markup, MessageField.kind(name, value), value);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return fields.keySet().stream()
          .filter(this::containsKey)
          .map(name -> Map.entry(name, requireNonNull(get(name))))
          .collect(Collectors.toSet());
    }
  }

  private static @Nullable Object written(
      Markup markup, MessageField.Kind kind, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Instant at) {
      return written(markup, MessageField.Kind.LINE, time(at));
    }
    if (kind == MessageField.Kind.FLAG) {
      return value instanceof Boolean flag ? flag : !value.toString().isBlank();
    }
    if (kind.list()) {
      var items = value instanceof Collection<?> many ? many : List.of(value);
      var item = kind == MessageField.Kind.LINKS ? MessageField.Kind.LINK : MessageField.Kind.LINE;
      return items.stream()
          .limit(MAX_ITEMS)
          .map(one -> String.valueOf(written(markup, item, one)))
          .filter(one -> !one.isBlank())
          .toList();
    }
    var text = value.toString();
    return switch (kind) {
      case TEXT -> Escaping.text(markup, text);
      case LINK -> Escaping.link(markup, text);
      default -> Escaping.line(markup, text);
    };
  }

  /** Sections that are left out leave gaps. Long runs of spaces are gone through once. */
  private static String tidy(String text) {
    return text.replaceAll("(?<![ \\t])[ \\t]++\n", "\n").replaceAll("\n{3,}", "\n\n").strip()
        + "\n";
  }

  /** Looks into maps and lists, and never at the methods of a value. */
  private static final class FieldsOnly extends BasicCollector {

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new ConcurrentHashMap<>();
    }
  }
}
