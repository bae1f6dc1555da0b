package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What XML is known to be abused for; nothing of it reaches the parsers of the engine. */
class XmlFileTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/> | it has a DOCTYPE",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a> | it has a DOCTYPE",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/'> %x;]><a/> | it has a DOCTYPE",
        "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a> | it has a DOCTYPE",
        "<!DOCTYPE a><a/> | it has a DOCTYPE",
        "<a xmlns:x='http://www.w3.org/2001/XInclude'><x:include href='file:///etc/passwd'/></a>"
            + " | it includes another file",
        "<a xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:schemaLocation='a"
            + " http://127.0.0.1:1/a.xsd'/> | x:schemaLocation names a schema",
        "<a xmlns:x='http://www.w3.org/2001/XMLSchema-instance'><b"
            + " x:noNamespaceSchemaLocation='a.xsd'/></a> | names a schema",
        "<?xml version='1.0' encoding='UTF-7'?><a/> | written in UTF-7; save it in UTF-8",
        "<?xml version='1.0' encoding='UTF-16'?><a/> | written in UTF-16; save it in UTF-8",
        "<?xml version='1.0' encoding='Cp1047'?><a/> | written in Cp1047; save it in UTF-8",
      })
  void whatLeadsElsewhereIsRefusedWithItsPlace(String file, String why) {
    assertThat(fault(file)).contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "IBM037"})
  void otherEncodingsHideNothing(String charset) {
    var file = "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'http://127.0.0.1:1/'><a>ä</a>";
    assertThat(XmlFile.fault(file.getBytes(Charset.forName(charset)))).contains("UTF-8");
  }

  @Test
  void whatIsTooMuchIsRefused() {
    assertThat(fault("<a>".repeat(100_000))).contains("line 1: elements are nested more than 60");
    assertThat(fault("<a>\n" + "<b/>".repeat(100_000) + "</a>")).contains("line 2: there are more");
    assertThat(fault("<a b='" + "x".repeat(900_000) + "'/>")).contains("b has more than 10000");
    assertThat(fault("<a b='" + "(".repeat(9_000) + "'/>")).contains("b has more than 50 brackets");
    assertThat(fault("<a><![CDATA[${" + "(".repeat(9_000) + "}]]></a>"))
        .contains("a has more than 50 brackets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no XML", "<a>", "<a></b>", "<a b=1/>", "&#0;"})
  void whatIsNoXmlIsForWhoeverReadsItToSay(String file) {
    assertThat(fault(file)).isNull();
  }

  @Test
  void oursAreTakenAndSoIsAMarkOfTheOrderOfBytes() throws IOException {
    try (var files = Files.walk(Path.of("processes"))) {
      var models = files.filter(file -> file.toString().matches(".*[.](bpmn|dmn)")).toList();
      assertThat(models).hasSizeGreaterThan(50);
      for (var model : models) {
        assertThat(XmlFile.fault(Files.readAllBytes(model))).as("%s", model).isNull();
      }
    }
    assertThat(fault("\uFEFF<?xml version='1.0' encoding='utf-8'?><a>ä</a>")).isNull();
  }

  private static String fault(String file) {
    return XmlFile.fault(file.getBytes(StandardCharsets.UTF_8));
  }
}
