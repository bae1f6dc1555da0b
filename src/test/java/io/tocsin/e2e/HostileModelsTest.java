package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.e2e.Caller.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;

/** Files that lead elsewhere, or are more than they seem, deployed as the Modeler does. */
@LiveTocsinTest
class HostileModelsTest {

  private static final String NAME = "hostile-models-test";
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final Duration SOON = Duration.ofSeconds(5);

  @Value("http://localhost:${server.port}")
  String base;

  private final AtomicInteger fetched = new AtomicInteger();
  private HttpServer outside;

  @BeforeEach
  void listen() throws IOException {
    outside = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    outside.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    outside.start();
  }

  @AfterEach
  void stop() {
    outside.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE a SYSTEM '{url}a.dtd'> | it has a DOCTYPE",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]> | it has a DOCTYPE",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM '{url}'> %x;]> | it has a DOCTYPE",
      })
  void nothingIsDeclaredAndNothingIsFetched(String before, String why) throws IOException {
    for (var file : List.of("health-gate.bpmn", "playbook-selection.dmn")) {
      var xml = read(file).replaceFirst("\\?>", "?>" + before.replace("{url}", url()));
      refused(file, xml.getBytes(StandardCharsets.UTF_8), why);
    }
  }

  @Test
  void noSchemaIsFetchedWhereverItIsNamed() throws IOException {
    for (var file : List.of("health-gate.bpmn", "playbook-selection.dmn")) {
      var xml = read(file);
      var location =
          " xmlns:y='" + XSI + "' y:schemaLocation='urn:other " + url() + "other.xsd' id=";
      refused(file, bytes(xml.replaceFirst(" id=", location)), "y:schemaLocation names a schema");
      var inside =
          "<o:o xmlns:o='urn:other' xmlns:y='%s' y:schemaLocation='urn:other %so.xsd'/>"
              .formatted(XSI, url());
      var last = xml.lastIndexOf("</");
      refused(
          file,
          bytes(xml.substring(0, last) + inside + xml.substring(last)),
          "y:schemaLocation names a schema");
    }
  }

  @Test
  void otherEncodingsHideNothing() throws IOException {
    var declared = "?><!DOCTYPE a SYSTEM '" + url() + "'>";
    var xml = read("health-gate.bpmn").replaceFirst("\\?>", declared);
    for (var charset : List.of("UTF-16", "UTF-16LE", "UTF-32BE")) {
      refused(
          "health-gate.bpmn",
          xml.replace("UTF-8", charset).getBytes(Charset.forName(charset)),
          "save it in UTF-8");
    }
    refused("health-gate.bpmn", bytes(xml.replace("UTF-8", "UTF-7")), "save it in UTF-8");
  }

  @Test
  void whatIsTooMuchIsRefusedSoon() throws IOException {
    var xml = read("health-gate.bpmn");
    var deep = "<bpmn:documentation>" + "<a>".repeat(100_000);
    refused("health-gate.bpmn", bytes(before(xml, deep)), "nested more than");
    refused("health-gate.bpmn", bytes(before(xml, "<a/>".repeat(200_000))), "more than 40000");
    refused(
        "health-gate.bpmn",
        bytes(xml.replaceFirst(" id=", " lang='" + "x".repeat(800_000) + "' id=")),
        "lang has more than 10000 characters");
    refused(
        "health-gate.bpmn",
        bytes(xml.replace("${gateNextAt}", "<![CDATA[${" + "(".repeat(9_000) + "]]>")),
        "more than 50 brackets");
  }

  @Test
  void noCodeHidesInWhatTheModelerDoesNotShow() throws IOException {
    var xml = read("health-gate.bpmn");
    var form =
        "<camunda:formData><camunda:formField id='a' type='string'><camunda:validation>"
            + "<camunda:constraint name='validator' config='javax.script.ScriptEngineManager'/>"
            + "</camunda:validation></camunda:formField></camunda:formData>";
    refused("health-gate.bpmn", bytes(extended(xml, form)), "has a validator");
    refused(
        "health-gate.bpmn",
        bytes(
            extended(
                xml,
                "<camunda:inputOutput><camunda:inputParameter name='a'><camunda:script"
                    + " scriptFormat='javascript'><![CDATA[java.lang.Runtime]]></camunda:script>"
                    + "</camunda:inputParameter></camunda:inputOutput>")),
        "scripts are switched off");
    var page = "$0camunda:formKey='embedded:deployment:a.html' ";
    refused(
        "health-gate.bpmn",
        bytes(xml.replaceFirst("<bpmn:startEvent ", page)),
        "names a form by camunda:formKey");
    refused("a.html", bytes("<script>alert(1)</script>"), "leave it out");
    refused("a.svg", bytes("<svg/>"), "leave it out");
  }

  private void refused(String file, byte[] content, String why) {
    var began = System.nanoTime();
    var answer = deploy(file, content);

    assertThat(answer.json(400).get("message").asText())
        .contains(file + " is not deployed", why)
        .doesNotContain("root:", "org.camunda", "org.xml");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    assertThat(fetched).hasValue(0);
    assertThat(owner().read("/engine-rest/deployment?name=" + NAME)).isEmpty();
  }

  private Answer deploy(String file, byte[] content) {
    var head =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        %s\r
        --part\r
        Content-Disposition: form-data; name="file"; filename="%s"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(NAME, file);
    var body = new java.io.ByteArrayOutputStream();
    body.writeBytes(bytes(head));
    body.writeBytes(content);
    body.writeBytes(bytes("\r\n--part--\r\n"));
    return owner()
        .post(
            "/engine-rest/deployment/create",
            body.toByteArray(),
            "multipart/form-data; boundary=part");
  }

  private Caller owner() {
    return Caller.person(base, "owner");
  }

  private String url() {
    return "http://127.0.0.1:" + outside.getAddress().getPort() + "/";
  }

  private static String before(String xml, String what) {
    return xml.replaceFirst("<bpmn:process ", what + "$0");
  }

  /** Into the extension elements of the first task that has some. */
  private static String extended(String xml, String what) {
    return xml.replaceFirst("<bpmn:extensionElements>", "$0" + what);
  }

  private static String read(String file) throws IOException {
    var folder = file.endsWith(".dmn") ? "policies" : "phases";
    return Files.readString(Path.of("processes", folder, file));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
