package io.tocsin.statuspage;

import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.springframework.stereotype.Component;

/** The history as Atom, RFC 4287: one entry for each post, the newest first. */
@Component
class StatusFeed {

  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final int ENTRIES = 50;

  /** What XML 1.0 cannot hold, not even escaped. */
  private static final String UNWRITABLE =
      "[^\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

  /** A post with what it belongs to. */
  private record Entry(PublicIncident incident, Post post) {}

  /** Returns the feed of what a board shows. */
  String write(Board board) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      feed(xml, board);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("The feed cannot be written", e);
    }
    return text.toString();
  }

  private static void feed(XMLStreamWriter xml, Board board) throws XMLStreamException {
    var page = board.page();
    xml.setDefaultNamespace(ATOM);
    xml.writeStartElement(ATOM, "feed");
    xml.writeDefaultNamespace(ATOM);
    xml.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", "en");
    text(xml, "title", page.title() + ": history");
    text(xml, "id", tag(board, page.since(), page.id()));
    text(xml, "updated", page.updatedAt().toString());
    link(xml, "self", "application/atom+xml", page.url() + "/history.atom");
    link(xml, "alternate", "text/html", page.url());
    author(xml, page.title());
    for (var entry : entries(board)) {
      entry(xml, board, entry);
    }
    xml.writeEndElement();
  }

  private static void entry(XMLStreamWriter xml, Board board, Entry entry)
      throws XMLStreamException {
    var post = entry.post();
    xml.writeStartElement(ATOM, "entry");
    text(xml, "id", tag(board, post.at(), board.page().id() + "/" + post.id()));
    text(xml, "title", title(post.status()) + ": " + post.title());
    text(xml, "published", post.at().toString());
    text(xml, "updated", post.changedAt().toString());
    link(
        xml,
        "alternate",
        "text/html",
        board.page().url() + "/incidents/" + entry.incident().id() + "#" + anchor(entry));
    xml.writeStartElement(ATOM, "content");
    xml.writeAttribute("type", "text");
    xml.writeCharacters(writable(body(board, post)));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static String anchor(Entry entry) {
    return entry.post().equals(entry.incident().summary())
        ? PublicIncident.SUMMARY
        : entry.post().id();
  }

  private static List<Entry> entries(Board board) {
    return board.incidents().stream()
        .flatMap(incident -> incident.newestFirst().stream().map(post -> new Entry(incident, post)))
        .sorted(Comparator.comparing((Entry entry) -> entry.post().at()).reversed())
        .limit(ENTRIES)
        .toList();
  }

  private static String body(Board board, Post post) {
    var named =
        board.named(post).stream().map(Board.Component::name).collect(Collectors.joining(", "));
    return named.isEmpty() ? post.body() : post.body() + "\n\nAffected: " + named;
  }

  private static String title(PublicPost.PublicStatus status) {
    var word = status.shown();
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** RFC 4151: stays the same as long as the page keeps its name in the network. */
  private static String tag(Board board, Instant since, String what) {
    var host = URI.create(board.page().url()).getHost();
    var day = LocalDate.ofInstant(since, ZoneOffset.UTC);
    return "tag:%s,%s:%s".formatted(host == null ? "localhost" : host, day, what);
  }

  private static void author(XMLStreamWriter xml, String name) throws XMLStreamException {
    xml.writeStartElement(ATOM, "author");
    text(xml, "name", name);
    xml.writeEndElement();
  }

  private static void link(XMLStreamWriter xml, String relation, String type, String address)
      throws XMLStreamException {
    xml.writeEmptyElement(ATOM, "link");
    xml.writeAttribute("rel", relation);
    xml.writeAttribute("type", type);
    xml.writeAttribute("href", address);
  }

  private static void text(XMLStreamWriter xml, String element, String text)
      throws XMLStreamException {
    xml.writeStartElement(ATOM, element);
    xml.writeCharacters(writable(text));
    xml.writeEndElement();
  }

  private static String writable(String text) {
    return text.replaceAll(UNWRITABLE, "\uFFFD");
  }
}
