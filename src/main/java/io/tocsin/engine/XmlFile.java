package io.tocsin.engine;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Looks at a person's XML before the engine does. The engine's parsers fetch what a file names as
 * its schema, and walk down as deep as it is nested; this one fetches nothing and stops early.
 */
final class XmlFile {

  /** Ours are nested some ten deep, have some ten thousand elements, and attributes of a line. */
  private static final int MAX_DEPTH = 60;

  private static final int MAX_ELEMENTS = 40_000;
  private static final int MAX_ATTRIBUTE = 10_000;

  /** Each bracket of an expression is several calls for whoever reads it. */
  private static final int MAX_BRACKETS = 50;

  private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";
  private static final Set<String> SCHEMAS = Set.of("schemaLocation", "noNamespaceSchemaLocation");

  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml[^>]{0,200}?\\sencoding\\s*=\\s*[\"']([^\"']{0,40})");

  private static final Set<String> ENCODINGS = Set.of("utf-8", "us-ascii");

  private XmlFile() {}

  /**
   * Returns why a file must not be read, with place and remedy. Null when it may be, also when it
   * is no XML at all: whoever reads it then says so in words of its own.
   */
  static @Nullable String fault(byte[] content) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return "is not written in UTF-8; save it in UTF-8";
    }
    // An ASCII text in UTF-16 is UTF-8 with every other character U+0000.
    if (text.indexOf('\0') >= 0) {
      return "holds the character U+0000; save it in UTF-8";
    }
    var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    var encoding = ENCODING.matcher(plain);
    if (encoding.lookingAt() && !ENCODINGS.contains(encoding.group(1).toLowerCase(Locale.ROOT))) {
      return "says that it is written in %s; save it in UTF-8".formatted(encoding.group(1));
    }
    try {
      parser().parse(new InputSource(new StringReader(plain)), new Look());
      return null;
    } catch (Refused e) {
      return "is not taken, line %d: %s".formatted(e.getLineNumber(), e.getMessage());
    } catch (SAXParseException e) {
      return String.valueOf(e.getMessage()).contains("DOCTYPE")
          ? "is not taken, line %d: it has a DOCTYPE; take it out".formatted(e.getLineNumber())
          : null;
    } catch (SAXException e) {
      return null;
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SAXParser parser() throws ParserConfigurationException, SAXException {
    var factory = SAXParserFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var parser = factory.newSAXParser();
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    return parser;
  }

  private static final class Refused extends SAXParseException {

    Refused(String message, @Nullable Locator place) {
      super(message, place);
    }
  }

  private static final class Look extends DefaultHandler {

    private final StringBuilder text = new StringBuilder();
    private @Nullable Locator place;
    private int depth;
    private int elements;

    @Override
    public void setDocumentLocator(Locator locator) {
      place = locator;
    }

    @Override
    public void startElement(String space, String local, String name, Attributes attributes)
        throws Refused {
      text.setLength(0);
      if (++depth > MAX_DEPTH) {
        throw refused("elements are nested more than " + MAX_DEPTH + " deep; draw it flatter");
      }
      if (++elements > MAX_ELEMENTS) {
        throw refused("there are more than " + MAX_ELEMENTS + " elements; split the file");
      }
      if (XINCLUDE.equals(space)) {
        throw refused("it includes another file; put what that holds here");
      }
      for (int i = 0; i < attributes.getLength(); i++) {
        if (XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(attributes.getURI(i))
            && SCHEMAS.contains(attributes.getLocalName(i))) {
          throw refused(
              "%s names a schema, and nothing is fetched; take it out"
                  .formatted(attributes.getQName(i)));
        }
        check(attributes.getQName(i), attributes.getValue(i));
      }
    }

    @Override
    public void characters(char[] characters, int start, int length) {
      text.append(characters, start, length);
    }

    @Override
    public void endElement(String space, String local, String name) throws Refused {
      depth--;
      checkBrackets(local, text);
      text.setLength(0);
    }

    private void check(String name, String value) throws Refused {
      if (value.length() > MAX_ATTRIBUTE) {
        throw refused(
            "%s has more than %d characters; say it shorter".formatted(name, MAX_ATTRIBUTE));
      }
      checkBrackets(name, value);
    }

    private void checkBrackets(String where, CharSequence what) throws Refused {
      int open = 0;
      for (int i = 0; i < what.length(); i++) {
        switch (what.charAt(i)) {
          case '(', '[', '{' -> open++;
          case ')', ']', '}' -> open = Math.max(0, open - 1);
          default -> {}
        }
        if (open > MAX_BRACKETS) {
          throw refused(
              "%s has more than %d brackets in each other; write it simpler"
                  .formatted(where, MAX_BRACKETS));
        }
      }
    }

    private Refused refused(String why) {
      return new Refused(why, place);
    }
  }
}
