package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static io.tocsin.notification.Outside.CLOCK;
import static io.tocsin.notification.Outside.HTTP;
import static io.tocsin.notification.Outside.PATIENT;
import static io.tocsin.notification.Outside.SERVER;
import static io.tocsin.notification.Outside.TOCSIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Text messages and calls. */
class TwilioChannelsTest {

  private static final String TO = "+15550100001";
  private static final String CALLBACK =
      "https://tocsin.example.org/twilio/status/11111111-2222-4333-8444-555555555555";

  private final Twilio twilio =
      new Twilio(
          new TwilioProperties(
              URI.create(SERVER.url("/api/")), "AC1", "s3cret", "+15550199999", PATIENT, false),
          TOCSIN,
          HTTP,
          CLOCK);
  private final SmsChannel sms = new SmsChannel(twilio);

  @BeforeEach
  void takeEverything() {
    SERVER.resetAll();
    SERVER.stubFor(
        any(anyUrl())
            .willReturn(
                jsonResponse("{\"sid\":\"SM123\",\"status\":\"queued\",\"code\":null}", 201)));
  }

  @Test
  void a_text_message_says_how_to_take_the_incident() {
    assertThat(sms.send(Outside.delivery("declared"), TO)).isEqualTo(Channel.Sent.as("SM123"));

    assertThat(Outside.request().getUrl()).isEqualTo("/api/2010-04-01/Accounts/AC1/Messages.json");
    assertThat(Outside.request().getHeader("Authorization")).isEqualTo("Basic QUMxOnMzY3JldA==");
    assertThat(Outside.request().getHeader("Content-Type"))
        .startsWith("application/x-www-form-urlencoded");
    assertThat(form())
        .containsEntry("To", TO)
        .containsEntry("From", "+15550199999")
        .containsEntry("StatusCallback", CALLBACK)
        .containsEntry(
            "Body",
            "INC-2026-02-10-001 Severity 1 declared: Checkout is down\nTake it now\nReply ACK to take it");
  }

  @Test
  void what_pages_nobody_asks_for_no_answer() {
    sms.send(Outside.delivery(Samples.NUMBER, "resolved", "It is over", "", false), TO);
    assertThat(form()).containsEntry("Body", "It is over");
  }

  @ParameterizedTest
  @CsvSource({"x, 459", "ü, 459", "€, 229", "ж, 201", "😀, 201"})
  void a_text_takes_three_segments_at_most(String character, int atMost) {
    var text = SmsText.of(character.repeat(600), "body", "Reply ACK to take it");
    assertThat(text).endsWith("...\nReply ACK to take it");
    assertThat(text.length()).isBetween(atMost - 30, atMost + 30).isLessThanOrEqualTo(459);
    assertThat(SmsText.fits(text)).isTrue();
    assertThat(text).doesNotContain("?");
  }

  @Test
  void typography_does_not_halve_what_fits() {
    assertThat(SmsText.of("It’s – “down” …", "a\n\n  b", ""))
        .isEqualTo("It's - \"down\" ...\na\nb");
  }

  @Test
  void the_account_says_why_a_number_is_refused() {
    SERVER.stubFor(
        any(anyUrl())
            .willReturn(
                jsonResponse(
                    "{\"code\":21211,\"message\":\"The 'To' number is not valid\",\"status\":400}",
                    400)));
    assertThatThrownBy(() -> sms.send(Outside.delivery("declared"), TO))
        .isInstanceOfSatisfying(NotTakenException.class, e -> assertThat(e.permanent()).isTrue())
        .hasMessage("Twilio answered 400 (error 21211: no valid telephone number)");
  }

  @Test
  void a_call_reads_the_incident_three_times_and_waits_for_a_key() throws Exception {
    SERVER.stubFor(any(anyUrl()).willReturn(jsonResponse("{\"sid\":\"CA1\"}", 201)));
    assertThat(phone(Samples.full()).send(Outside.delivery("declared"), TO))
        .isEqualTo(Channel.Sent.as("CA1"));

    assertThat(Outside.request().getUrl()).endsWith("/Accounts/AC1/Calls.json");
    assertThat(form()).containsEntry("To", TO).containsEntry("StatusCallback", CALLBACK);
    var spoken = xml(form().get("Twiml"));
    var gather = spoken.getElementsByTagName("Gather").item(0);
    assertThat(gather.getAttributes().getNamedItem("numDigits").getNodeValue()).isEqualTo("1");
    assertThat(gather.getAttributes().getNamedItem("action").getNodeValue())
        .isEqualTo(
            "https://tocsin.example.org/twilio/voice/11111111-2222-4333-8444-555555555555/answer");
    assertThat(gather.getFirstChild().getAttributes().getNamedItem("loop").getNodeValue())
        .isEqualTo("3");
    assertThat(gather.getTextContent())
        .isEqualTo(
            "Tocsin calls. Incident 1 of 10 February Severity 1 declared: Checkout is down. Take it"
                + " now. Press 4 to take it. Press 5 if you cannot, and the next one is"
                + " called.");
  }

  @Test
  void what_users_wrote_is_no_markup_of_a_call() throws Exception {
    var title = "</Say><Dial>+1900</Dial> & \"'\u0007\uFFFF" + "<&\"'".repeat(100);
    phone(Samples.full()).send(Outside.delivery("declared", title, "x"), TO);

    var twiml = form().get("Twiml");
    assertThat(twiml).hasSizeLessThan(4_000);
    assertThat(xml(twiml).getElementsByTagName("Dial").getLength()).isZero();
    assertThat(xml(twiml).getDocumentElement().getTextContent()).contains("<Dial>+1900</Dial>");
  }

  @Test
  void a_call_tells_nothing_of_a_restricted_incident_and_says_that_a_drill_is_one() {
    var restricted = spy(Samples.full());
    when(restricted.security()).thenReturn(true);
    phone(restricted).send(Outside.delivery("declared"), TO);
    assertThat(form().get("Twiml"))
        .contains("Tocsin calls. Severity 1. Incident 1 of 10 February. It is restricted.")
        .doesNotContain("Checkout");
    assertThat(Spoken.restricted(Samples.drill())).startsWith("This is an exercise. ");
    assertThat(Spoken.number("DRILL-2026-12-31-1001")).isEqualTo("Drill 1001 of 31 December");
  }

  @Test
  void a_call_that_is_no_page_says_what_it_is_about() {
    var news =
        Outside.delivery(
            Samples.NUMBER,
            "deadline-missed",
            "SEV-1 missed",
            "See https://x.example\nshop-api",
            false);
    phone(Samples.full()).send(news, TO);
    assertThat(form().get("Twiml"))
        .contains("<Say loop=\"2\">Tocsin calls. SEV 1 missed. See. shop api.</Say>")
        .doesNotContain("Gather");
  }

  @Test
  void machines_are_listened_for_where_that_is_wanted() {
    phone(Samples.full()).send(Outside.delivery("declared"), TO);
    assertThat(form()).doesNotContainKey("MachineDetection");
    takeEverything();
    var listening =
        new Twilio(
            new TwilioProperties(
                URI.create(SERVER.url("/api/")), "AC1", "s3cret", "+15550199999", PATIENT, true),
            TOCSIN,
            HTTP,
            CLOCK);
    new PhoneChannel(listening, Outside.incidents(Samples.full()))
        .send(Outside.delivery("declared"), TO);
    assertThat(form()).containsEntry("MachineDetection", "Enable");
  }

  @Test
  void a_test_call_asks_for_nothing() throws Exception {
    phone(Samples.full()).send(Outside.delivery(null, "test", "A test", "", false), TO);
    assertThat(form().get("Twiml")).contains("A test").doesNotContain("Gather");
  }

  @Test
  void people_are_reached_at_their_telephone() {
    assertThat(sms.address(new Addressee("a", "A", "a@example.org", TO))).isEqualTo(TO);
    assertThat(phone(Samples.full()).address(new Addressee("a", "A", "a@example.org", null)))
        .isNull();
  }

  /** The vector that Twilio publishes for its signature. */
  @Test
  void a_signature_is_checked_over_address_and_sorted_fields() {
    var published =
        "https://mycompany.com/myapp.php?foo=1&bar=2"
            + "CallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212";
    assertThat(Hmac.sha1("12345", published)).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");

    var fields = Map.of("To", TO, "Digits", "4", "CallSid", "CA1");
    var right =
        Hmac.sha1("s3cret", "https://tocsin.example.org/twilio/x?a=bCallSidCA1Digits4To" + TO);
    assertThat(twilio.signed("/twilio/x?a=b", fields, right)).isTrue();
    assertThat(twilio.signed("/twilio/y?a=b", fields, right)).isFalse();
    assertThat(twilio.signed("/twilio/x?a=b", Map.of("To", TO), right)).isFalse();
    assertThat(twilio.signed("/twilio/x?a=b", fields, null)).isFalse();
  }

  @Test
  void without_settings_it_is_not_set_up_and_nothing_is_signed() {
    var none =
        new Twilio(
            new TwilioProperties(
                URI.create("https://api.twilio.com"), " ", "", null, PATIENT, false),
            TOCSIN,
            HTTP,
            CLOCK);
    assertThat(new SmsChannel(none).configured()).isFalse();
    assertThat(none.signed("/x", Map.of(), Hmac.sha1("x", "/x"))).isFalse();
  }

  @Test
  void half_of_the_settings_stop_the_start() {
    var url = URI.create("https://api.twilio.com");
    assertThatThrownBy(() -> new TwilioProperties(url, "AC1", null, null, PATIENT, false))
        .hasMessageStartingWith("tocsin.notification.twilio.auth-token: must be set");
    assertThatThrownBy(() -> new TwilioProperties(url, "SK1", "x", "+15550199999", PATIENT, false))
        .hasMessageContaining("account-sid");
    assertThatThrownBy(() -> new TwilioProperties(url, "AC1", "x", "0151", PATIENT, false))
        .hasMessageContaining("E.164");
    assertThat(
            new TwilioProperties(url, "AC1", "s3cret", "+15550199999", PATIENT, false).toString())
        .doesNotContain("s3cret");
  }

  private PhoneChannel phone(IncidentView incident) {
    return new PhoneChannel(twilio, Outside.incidents(incident));
  }

  private static Map<String, String> form() {
    return new TreeMap<>(
        Inbound.form(Outside.request().getBodyAsString().getBytes(StandardCharsets.UTF_8)));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Objects.requireNonNull(text))));
  }
}
