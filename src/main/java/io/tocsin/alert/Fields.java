package io.tocsin.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.problem.InvalidInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object from outside, read with errors that name the field by its place in
 * the payload, such as {@code alerts[3].startsAt}. Where several names are given, the first that is
 * filled counts.
 */
final class Fields {

  // Takes Z, +01:00, +0100 and +01; without an offset it is UTC.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  // The same for what nearly all send: nothing in it is optional, which costs a third.
  private static final DateTimeFormatter USUAL_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int MAX_ECHO = 60;

  private final ObjectNode node;
  private final String place;

  private Fields(ObjectNode node, String place) {
    this.node = node;
    this.place = place;
  }

  /**
   * Opens an object.
   *
   * @param place where it is in the payload, empty for the payload itself
   */
  static Fields of(JsonNode node, String place) {
    if (node instanceof ObjectNode object) {
      return new Fields(object, place);
    }
    throw new InvalidInputException(place.isEmpty() ? "body" : place, "must be a JSON object");
  }

  /** Opens an object within; an absent one has no fields. */
  Fields object(String name) {
    var child = node.path(name);
    return child.isMissingNode() || child.isNull()
        ? new Fields(node.objectNode(), path(name))
        : of(child, path(name));
  }

  /** Opens the objects of a list that must be there. */
  List<Fields> objects(String name, String remedy) {
    var list = node.path(name);
    if (!list.isArray()) {
      throw refuse(name, remedy);
    }
    var objects = new ArrayList<Fields>();
    for (var item : list) {
      objects.add(of(item, path(name) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** Returns a text that is not blank; numbers and booleans are texts too. */
  Optional<String> text(String... names) {
    // Each of many alerts asks for many fields: a stream for each costs more than the rest.
    for (var name : names) {
      var text = scalar(name);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  /** Returns all texts of a list; a single text is a list of one. */
  List<String> texts(String... names) {
    for (var name : names) {
      var list = list(name);
      if (!list.isEmpty()) {
        return list;
      }
    }
    return List.of();
  }

  /** Returns all fields that are texts, by name in order. */
  SortedMap<String, String> all() {
    var all = new TreeMap<String, String>();
    node.fieldNames()
        .forEachRemaining(
            name -> scalar(name).ifPresent(value -> all.put(Text.clean(name), value)));
    return all;
  }

  /** Returns whether a field is true. */
  boolean flag(String name) {
    return text(name).map("true"::equalsIgnoreCase).orElse(false);
  }

  /**
   * Returns a time, to the millisecond. One before 1970 is how some senders say that there is none.
   */
  @Nullable Instant time(String... names) {
    for (var name : names) {
      var text = scalar(name);
      if (text.isPresent()) {
        return time(name, text.get());
      }
    }
    return null;
  }

  /** Returns a time that is given in milliseconds since 1970, as a number or a text. */
  @Nullable Instant millis(String name) {
    var text = scalar(name);
    if (text.isEmpty()) {
      return null;
    }
    if (!text.get().matches("[0-9]{1,14}")) {
      throw refuse(name, "'" + echo(text.get()) + "' is no number of milliseconds since 1970");
    }
    return Instant.ofEpochMilli(Long.parseLong(text.get()));
  }

  /** Returns the same object without a field, such as one that holds a secret. */
  Fields without(String name) {
    var rest = node.deepCopy();
    rest.remove(name);
    return new Fields(rest, place);
  }

  /** Returns the value of a field, whatever it is. */
  JsonNode raw(String name) {
    return node.path(name);
  }

  /** Returns whether a field is there and not null. */
  boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** Returns the object as it came, for the record. */
  AlertPayload payload() {
    return AlertPayload.of(node);
  }

  /** Refuses a field, named by its place. */
  InvalidInputException refuse(String name, String remedy) {
    return new InvalidInputException(path(name), remedy);
  }

  private @Nullable Instant time(String name, String text) {
    try {
      var time = instant(text);
      if (!time.isAfter(LAST)) {
        return time.isBefore(Instant.EPOCH) ? null : time.truncatedTo(ChronoUnit.MILLIS);
      }
    } catch (DateTimeException e) {
      // Said below, with the field.
    }
    throw refuse(name, "'" + echo(text) + "' is not a time such as 2026-02-10T14:30:00Z");
  }

  private static Instant instant(String text) {
    if (text.length() >= 20
        && text.charAt(10) == 'T'
        && text.charAt(16) == ':'
        && text.endsWith("Z")) {
      return USUAL_TIME.parse(text, Instant::from);
    }
    var parsed = TIME.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime exact
        ? exact.toInstant()
        : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
  }

  private Optional<String> scalar(String name) {
    var value = node.path(name);
    if (value.isContainerNode()) {
      throw refuse(name, "must be a text, not a list or an object");
    }
    return value.isMissingNode() || value.isNull() ? Optional.empty() : text(value);
  }

  private List<String> list(String name) {
    var value = node.path(name);
    if (!value.isArray()) {
      return scalar(name).stream().toList();
    }
    var texts = new ArrayList<String>();
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isContainerNode()) {
        throw refuse(name + "[" + i + "]", "must be a text, not a list or an object");
      }
      text(value.get(i)).ifPresent(texts::add);
    }
    return texts;
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.of(Text.clean(value.asText())).filter(text -> !text.isEmpty());
  }

  private String path(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  /** Shortens what a sender wrote, for showing it back. */
  static String echo(String text) {
    return Text.cut(text, MAX_ECHO);
  }
}
