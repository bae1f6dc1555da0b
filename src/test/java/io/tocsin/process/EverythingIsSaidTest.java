package io.tocsin.process;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.icegreen.greenmail.util.GreenMail;
import io.tocsin.notification.Deliveries;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.Providers;
import io.tocsin.support.Response;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * An incident of level 1 under smartbeak, run at the clock of its policy: what the procedure asks
 * to be said is seen at the providers, at its minute, at its audience, once.
 */
@AllChannelsTest
@Tag("thorough")
class EverythingIsSaidTest {

  private static final Instant T0 = Instant.parse("2026-02-10T14:32:00Z");
  private static final String TITLE = "Checkout answers with errors";

  @Autowired Response response;
  @Autowired GreenMail mail;
  @Autowired MockMvcTester web;
  @Autowired Deliveries deliveries;
  @Autowired StatusPage page;

  private final ObjectMapper json = new ObjectMapper();
  private final List<StubMapping> stubs = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private String number = "";

  @BeforeEach
  void listen() throws Exception {
    mail.purgeEmailFromAllMailboxes();
    stubs.add(
        Providers.SERVER.stubFor(
            any(urlPathMatching("/(twilio|pagerduty|webhook)/?.*"))
                .atPriority(10)
                .willReturn(okJson("{\"sid\":\"X1\",\"status\":\"success\"}"))));
    stubs.add(
        Providers.SERVER.stubFor(
            any(urlPathMatching("/statuspage/.*"))
                .atPriority(10)
                .willReturn(okJson("{\"id\":\"page-incident-1\"}"))));
    Providers.SERVER.resetRequests();
    response.at(T0);
  }

  @AfterEach
  void hangUp() {
    stubs.forEach(Providers.SERVER::removeStub);
  }

  @Test
  void at_its_minute_to_its_audience_once() throws Exception {
    number = response.declareUnder("smartbeak", "1");
    until(1);
    until(2);
    onOurPage(0, 1, "investigating");
    pressFour("oncall2");
    until(3);
    response.triage(number, 1);
    response.nameRoles(number);
    until(4);
    response.writeUpdate(number, "internal");
    until(12);
    response.submitUpdate(number, "public");
    until(13);
    response.releaseWords(number);
    until(14);
    onOurPage(13, 2, "investigating");
    response.writeUpdate(number, "executive");
    until(16);
    response.investigate(number);
    response.writeUpdate(number, "internal");
    until(20);
    response.rollBack(number);
    until(25);
    response.verify(number);
    until(26);
    response.releaseWords(number);
    until(28);
    onOurPage(26, 3, "resolved");
    response.signOff(number);
    until(29);
    response.review(number);
    until(30);
    response.doWhatIsOwed(number);
    response.close(number);
    until(46);
    assertThat(heard).doesNotHaveDuplicates().containsExactlyElementsOf(expected());
  }

  /**
   * Minute, way, receiver and first line of all that is to be heard; N is the number, T the title.
   */
  private static List<String> expected() throws IOException {
    return new ClassPathResource("communication/smartbeak-level-1.txt")
        .getContentAsString(StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /** Twilio tells, signed, that whoever was called has pressed the key. */
  private void pressFour(String person) throws Exception {
    var call =
        deliveries.of(number).stream()
            .filter(one -> one.channel().equals("phone") && one.recipient().equals(person))
            .findFirst()
            .orElseThrow();
    var path = "/twilio/voice/" + call.id() + "/answer";
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec("test-twilio".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    var signed = "http://localhost:8080" + path + "CallSidCA1Digits4";
    var signature =
        Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            web.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .content("CallSid=CA1&Digits=4")
                .header("X-Twilio-Signature", signature))
        .hasStatusOk()
        .bodyText()
        .contains("It is yours now");
  }

  /** Reads our own page as programs and people do: how many posts, the newest at its minute. */
  private void onOurPage(int minute, int posts, String status) throws Exception {
    var link = page.link(number).orElseThrow();
    var listed =
        json.readTree(
            web.get()
                .uri("/status/api/v2/incidents.json")
                .exchange()
                .getResponse()
                .getContentAsByteArray());
    var ours =
        StreamSupport.stream(listed.path("incidents").spliterator(), false)
            .filter(incident -> incident.path("shortlink").asText().equals(link))
            .findFirst()
            .orElseThrow();
    assertThat(ours.path("status").asText()).isEqualTo(status);
    assertThat(ours.path("incident_updates")).hasSize(posts);
    var newest = ours.at("/incident_updates/0");
    assertThat(Instant.parse(newest.path("display_at").asText()))
        .isEqualTo(T0.plus(Duration.ofMinutes(minute)));
    assertThat(web.get().uri(URI.create(link).getPath()))
        .hasStatusOk()
        .bodyText()
        .contains(
            ours.path("name").asText(),
            newest.path("body").asText().lines().findFirst().orElseThrow())
        .doesNotContain(TITLE, number);
  }

  /** Lets the clock run to a minute and notes what was heard in each minute until then. */
  private void until(int minute) throws Exception {
    for (var now = ClockUtil.getCurrentTime().toInstant();
        now.isBefore(T0.plus(Duration.ofMinutes(minute))); ) {
      hear(Duration.between(T0, now).toMinutes());
      now = now.plus(Duration.ofMinutes(1));
      response.letTimePass(number, now.minusMillis(1));
      hear(Duration.between(T0, now).toMinutes() - 1);
      response.at(now);
    }
    response.runJobs(number);
    hear(minute);
  }

  private void hear(long minute) throws Exception {
    var said = new ArrayList<String>();
    for (var event : Providers.SERVER.getAllServeEvents()) {
      said(event).forEach(line -> said.add(0, line));
    }
    Providers.SERVER.resetRequests();
    for (var message : mail.getReceivedMessages()) {
      said.add("mail " + to(message) + ": " + first(message));
    }
    mail.purgeEmailFromAllMailboxes();
    said.stream()
        .map(line -> line.replace(number, "N").replace(TITLE, "T"))
        .map(line -> line.replaceFirst("^slack C(?!0\\w+CHANNEL:)\\w+:", "slack incident-channel:"))
        .sorted()
        .forEach(line -> heard.add("+" + minute + " " + line));
  }

  private List<String> said(ServeEvent event) throws IOException {
    var request = event.getRequest();
    var path = request.getUrl();
    var body = request.getBodyAsString();
    if (path.startsWith("/slack/api/")) {
      var method = path.substring("/slack/api/".length());
      var message = json.readTree(body.startsWith("{") ? body : "{}");
      return switch (method) {
        case "chat.postMessage" ->
            List.of(
                "slack " + message.path("channel").asText() + ": " + message.path("text").asText());
        // The pinned facts are brought up to date: nobody is told by that.
        case "auth.test", "conversations.list", "chat.update" -> List.of();
        default ->
            List.of(
                "slack "
                    + method
                    + " "
                    + message
                        .path("name")
                        .asText(message.path("users").asText(message.path("topic").asText())));
      };
    }
    if (path.startsWith("/twilio")) {
      var form = form(body);
      return path.contains("Calls")
          ? List.of("call " + form.get("To"))
          : List.of(
              "sms "
                  + form.get("To")
                  + ": "
                  + form.getOrDefault("Body", "").lines().findFirst().orElse(""));
    }
    if (path.startsWith("/pagerduty")) {
      var message = json.readTree(body);
      return List.of(
          "pagerduty "
              + message.path("event_action").asText()
              + ": "
              + message.path("payload").path("summary").asText());
    }
    if (path.startsWith("/statuspage")) {
      var message = json.readTree(body.isEmpty() ? "{}" : body).path("incident");
      return List.of(
          "statuspage "
              + request.getMethod()
              + " "
              + message.path("status").asText()
              + ": "
              + message.path("name").asText());
    }
    return List.of("webhook " + path + " " + request.getHeader("ce-type"));
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (one, other) -> one));
  }

  private static String to(MimeMessage message) throws MessagingException {
    return ((InternetAddress) message.getAllRecipients()[0])
        .getAddress()
        .replace("@example.org", "");
  }

  private static String first(MimeMessage message) throws Exception {
    var subject = message.getSubject();
    if (!subject.startsWith("Re: ")) {
      return subject;
    }
    var content = message.getContent();
    var text =
        content instanceof jakarta.mail.Multipart parts
            ? parts.getBodyPart(0).getContent().toString()
            : content.toString();
    return text.lines().findFirst().orElse("");
  }
}
