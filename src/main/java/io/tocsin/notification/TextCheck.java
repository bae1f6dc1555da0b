package io.tocsin.notification;

import io.tocsin.engine.DeployedTexts;
import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.TextFiles.TextFile;
import io.tocsin.notification.TextSource.Kind;
import io.tocsin.notification.TextSource.Piece;
import io.tocsin.spelling.Spelling;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what is wrong with the files of messages before they are deployed. */
@Component
class TextCheck implements DeployedTexts.Check {

  static final int MAX_BYTES = 20_000;

  /** Names the value of the section it stands in. */
  private static final String ITSELF = ".";

  private final TextFiles files;

  TextCheck(TextFiles files) {
    this.files = files;
  }

  @Override
  public List<String> faults(Map<String, byte[]> deployment) {
    var faults = new ArrayList<String>();
    var contents = new HashMap<String, String>();
    deployment.forEach(
        (file, bytes) -> {
          if (bytes.length > MAX_BYTES) {
            faults.add(
                "%s: it has %d bytes; at most %d are taken. Say it in fewer words"
                    .formatted(file, bytes.length, MAX_BYTES));
            return;
          }
          try {
            contents.put(
                file,
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
          } catch (CharacterCodingException e) {
            faults.add(file + ": it is not written in UTF-8; save it in that encoding");
          }
        });
    var parts =
        Stream.concat(files.all().keySet().stream(), contents.keySet().stream())
            .flatMap(file -> TextName.read(file).stream())
            .filter(TextName::part)
            .map(name -> name.event().substring(1))
            .collect(Collectors.toCollection(TreeSet::new));
    new TreeMap<>(contents).forEach((file, content) -> faults.addAll(faults(file, content, parts)));
    return faults;
  }

  /** Returns what is wrong with a text that is tried out. */
  List<String> faults(String file, String content) {
    return faults(Map.of(file, content.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> faults(String file, String content, Set<String> parts) {
    var name = TextName.read(file);
    if (name.isEmpty()) {
      return List.of(
          "%s: name it %s, in small letters, digits and single hyphens"
              .formatted(file, TextName.SHAPE));
    }
    var faults = new ArrayList<String>();
    var text = TextWriter.normal(content);
    var end = text.indexOf('\n');
    if (name.get().part()) {
      read(name.get(), TextSource.read(text, 1), parts, faults);
    } else {
      read(name.get(), TextSource.read(end < 0 ? text : text.substring(0, end), 1), null, faults);
      read(name.get(), TextSource.read(end < 0 ? "" : text.substring(end + 1), 2), parts, faults);
    }
    if (faults.isEmpty() && !name.get().part()) {
      tryOut(name.get(), content, faults);
    }
    return faults.stream().map(fault -> file + ", " + fault).toList();
  }

  /**
   * Reads a piece of a file.
   *
   * @param parts that can be taken in; null for a subject, which takes in none
   */
  private static void read(
      TextName file, TextSource source, @Nullable Set<String> parts, List<String> faults) {
    Deque<Piece> open = new ArrayDeque<>();
    for (var piece : source.pieces()) {
      switch (piece.kind()) {
        case WORDS, COMMENT -> {}
        case UNCLOSED -> faults.add(at(piece, "'{{' is not closed; write '}}' behind the name"));
        case OTHER ->
            faults.add(
                at(
                    piece,
                    piece.raw()
                        + " is not taken; write a field as {{title}}, it is always escaped"));
        case PART -> part(file, piece, parts, faults);
        case FIELD -> field(file, piece, open, faults);
        case SECTION, UNLESS -> {
          section(file, piece, open, faults);
          open.push(piece);
        }
        case END -> {
          if (open.isEmpty()) {
            faults.add(at(piece, piece.raw() + " ends nothing; take it out"));
          } else if (!open.peek().name().equals(piece.name())) {
            faults.add(
                at(
                    piece,
                    "%s stands where {{/%s}} is due, for line %d"
                        .formatted(piece.raw(), open.peek().name(), open.peek().line())));
            open.pop();
          } else {
            open.pop();
          }
        }
      }
    }
    open.forEach(
        piece ->
            faults.add(
                at(
                    piece,
                    "%s is not ended; write {{/%s}}%s"
                        .formatted(
                            piece.raw(),
                            piece.name(),
                            parts == null ? " in the same line, which is the subject" : ""))));
  }

  private static void part(
      TextName file, Piece piece, @Nullable Set<String> parts, List<String> faults) {
    if (parts == null) {
      faults.add(at(piece, piece.raw() + " cannot stand in the subject; name the fields there"));
    } else if (file.part()) {
      faults.add(at(piece, piece.raw() + ": a part takes in no other; write it out"));
    } else if (!parts.contains(piece.name())) {
      faults.add(
          at(
              piece,
              "there is no part '%s'; deploy _%s.mustache with it, or take one of %s"
                  .formatted(piece.name(), piece.name(), String.join(", ", parts))));
    } else if (file.outside() && !piece.name().startsWith("public")) {
      faults.add(
          at(
              piece,
              "the part '%s' is not for readers outside; only parts named public… are"
                  .formatted(piece.name())));
    }
  }

  private static void section(TextName file, Piece piece, Deque<Piece> open, List<String> faults) {
    field(file, piece, open, faults);
    if (list(piece) && open.stream().anyMatch(TextCheck::list)) {
      faults.add(at(piece, "a list cannot be gone through in another; end the other one before"));
    }
  }

  private static void field(TextName file, Piece piece, Deque<Piece> open, List<String> faults) {
    if (piece.name().equals(ITSELF)) {
      if (piece.kind() != Kind.FIELD || open.stream().noneMatch(TextCheck::list)) {
        faults.add(at(piece, "{{.}} stands for an item; write it inside of a list"));
      }
      return;
    }
    var field = MessageField.ALL.get(piece.name());
    if (field == null) {
      faults.add(
          at(
              piece,
              "there is no field '%s'; the nearest is '%s', all are in docs/messages.md"
                  .formatted(Escaping.cut(piece.name(), 60), nearest(piece.name()))));
      return;
    }
    if (outside(file) && !field.open()) {
      faults.add(
          at(
              piece,
              "the field '%s' is internal, and this message goes outside; use one that is public"
                  .formatted(field.name())));
    }
    if (piece.kind() == Kind.FIELD
        && (field.kind().list() || field.kind() == MessageField.Kind.FLAG)) {
      faults.add(
          at(
              piece,
              "'%1$s' is %2$s; write {{#%1$s}}…{{/%1$s}}"
                  .formatted(
                      field.name(),
                      field.kind().list() ? "a list, its items are {{.}}" : "only true or not")));
    }
  }

  /** A part named public… is taken in by messages that go outside. */
  private static boolean outside(TextName file) {
    return file.outside() || file.part() && file.event().startsWith("_public");
  }

  private static boolean list(Piece piece) {
    var field = MessageField.ALL.get(piece.name());
    return piece.kind() == Kind.SECTION && field != null && field.kind().list();
  }

  private static void tryOut(TextName name, String content, List<String> faults) {
    var file = new TextFile(name, content, null, null);
    try {
      var few =
          TextWriter.write(
              file, Markup.PLAIN, MessageField.fewExamples(), part -> Optional.empty());
      var all =
          TextWriter.write(file, Markup.PLAIN, MessageField.examples(), part -> Optional.empty());
      if (few.subject().isBlank() || all.subject().isBlank()) {
        faults.add(
            "line 1: the subject is empty when little is known; write some words of your own");
      }
      if (all.body().isBlank()
          && TextSource.read(content, 1).pieces().stream().noneMatch(p -> p.kind() == Kind.PART)) {
        faults.add("line 2: nothing stands below the subject; write what happened");
      }
    } catch (RuntimeException e) {
      faults.add(
          "line 1: it cannot be filled in: " + Escaping.line(String.valueOf(e.getMessage())));
    }
  }

  private static String nearest(String name) {
    return Spelling.nearest(Escaping.cut(name, 60), MessageField.ALL.keySet()).orElse("title");
  }

  private static String at(Piece piece, String fault) {
    return "line " + piece.line() + ": " + fault;
  }
}
