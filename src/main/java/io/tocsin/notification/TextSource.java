package io.tocsin.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A message as it is written: words and tags, with the lines they stand in. */
record TextSource(List<Piece> pieces) {

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /** What a tag does. */
  enum Kind {
    WORDS,
    FIELD,
    SECTION,
    UNLESS,
    END,
    PART,
    COMMENT,
    /** Something that we do not take. */
    OTHER,
    UNCLOSED
  }

  /**
   * A piece.
   *
   * @param name of the field or part; for words and what we do not take, the text as it is
   * @param line counted from 1
   */
  record Piece(Kind kind, String name, int line, String raw) {}

  static TextSource read(String text, int firstLine) {
    var pieces = new ArrayList<Piece>();
    var line = firstLine;
    var at = 0;
    while (at < text.length()) {
      var open = text.indexOf(OPEN, at);
      var words = open < 0 ? text.substring(at) : text.substring(at, open);
      if (!words.isEmpty()) {
        pieces.add(new Piece(Kind.WORDS, words, line, words));
        line += lines(words);
      }
      if (open < 0) {
        break;
      }
      var close = text.indexOf(CLOSE, open + OPEN.length());
      if (close < 0) {
        pieces.add(new Piece(Kind.UNCLOSED, "", line, text.substring(open)));
        break;
      }
      var end = close + CLOSE.length();
      if (text.startsWith("{{{", open) && text.startsWith("}", end)) {
        end++;
      }
      var raw = text.substring(open, end);
      pieces.add(tag(text.substring(open + OPEN.length(), close), line, raw));
      line += lines(raw);
      at = end;
    }
    return new TextSource(List.copyOf(pieces));
  }

  private static Piece tag(String inside, int line, String raw) {
    var tag = inside.strip();
    var kind =
        switch (tag.isEmpty() ? ' ' : tag.charAt(0)) {
          case '#' -> Kind.SECTION;
          case '^' -> Kind.UNLESS;
          case '/' -> Kind.END;
          case '>' -> Kind.PART;
          case '!' -> Kind.COMMENT;
          case '{', '&', '=', ' ' -> Kind.OTHER;
          default -> Kind.FIELD;
        };
    var name = kind == Kind.FIELD || kind == Kind.OTHER ? tag : tag.substring(1).strip();
    return new Piece(kind, name, line, raw);
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  /** Returns the text, its words changed. */
  String withWords(UnaryOperator<String> change) {
    var text = new StringBuilder();
    pieces.forEach(
        piece -> text.append(piece.kind() == Kind.WORDS ? change.apply(piece.raw()) : piece.raw()));
    return text.toString();
  }

  /** Returns the text without what takes in parts. */
  String withoutParts() {
    var text = new StringBuilder();
    pieces.stream()
        .filter(piece -> piece.kind() != Kind.PART)
        .forEach(piece -> text.append(piece.raw()));
    return text.toString();
  }
}
