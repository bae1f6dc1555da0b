package io.tocsin.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.icegreen.greenmail.util.GreenMail;
import com.jayway.jsonpath.JsonPath;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Redelivery;
import io.tocsin.problem.ConflictException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The versions, the formats and the meeting of a review, over HTTP and on its page. */
@TocsinTest
class ReviewApiTest {

  @Autowired MockMvcTester http;
  @Autowired Response response;
  @Autowired Timeline timeline;
  @Autowired Deliveries deliveries;
  @Autowired Redelivery redelivery;
  @Autowired JdbcClient jdbc;
  @Autowired GreenMail mail;

  @Test
  void eachHandInAndEachCorrectionIsAVersionThatStaysReadable() {
    var number = reviewing();
    response.review(number);
    response.close(number);
    response.at(response.incident(number).closedAt().plusSeconds(60));
    var api = "/api/v1/incidents/" + number;
    var corrected =
        send(
            HttpMethod.PATCH,
            api + "/review",
            """
            {"reason": "The cause was another one", "rootCause": "Nobody forgot anything: the\\n"}""",
            "manager");
    assertThat(corrected).hasStatusOk();
    assertThat(this.<Integer>read(corrected, "$.review.version")).isEqualTo(2);
    assertThat(this.<String>read(corrected, "$.hints[0].found")).isEqualTo("forgot");

    var versions = get(api + "/review/versions");
    assertThat(this.<List<Integer>>read(versions, "$[*].version")).containsExactly(2, 1);
    assertThat(this.<List<String>>read(versions, "$[*].author"))
        .containsExactly("manager", "commander");
    assertThat(this.<List<String>>read(versions, "$[0].changed")).containsExactly("rootCause");
    assertThat(this.<List<String>>read(versions, "$[1].changed"))
        .contains("summary", "rootCause", "actionItems")
        .doesNotContain("publicSummary");
    assertThat(this.<String>read(versions, "$[0].reason")).isEqualTo("The cause was another one");

    assertThat(this.<String>read(get(api + "/review/versions/1"), "$.review.text.rootCause"))
        .isEqualTo("The last deployment drops a column that checkout reads");
    var changes = get(api + "/review/versions/2/changes");
    assertThat(this.<List<String>>read(changes, "$[*].field")).containsExactly("rootCause");
    assertThat(this.<String>read(changes, "$[0].after")).isEqualTo("Nobody forgot anything: the");
    assertThat(get(api + "/review/versions/3")).hasStatus(404);

    assertThat(text(get(api + "/report.md?version=1")))
        .contains("Version 1, handed in by commander", "drops a column")
        .doesNotContain("Nobody forgot", "Review corrected");
    assertThat(text(get(api + "/report.md"))).contains("Nobody forgot", "Review corrected");
    assertThat(text(get(api + "/report.html?version=2"))).contains("<h1>" + number + ": ");
    var pdf = get(api + "/report.pdf?version=1");
    assertThat(pdf).headers().hasValue("Content-Type", "application/pdf");
    assertThat(pdf.getResponse().getContentAsByteArray()).startsWith('%', 'P', 'D', 'F');
    assertThat(get(api + "/report.pdf?version=9")).hasStatus(404);
    assertThat(get(api + "/report.html"))
        .headers()
        .hasValue("Content-Security-Policy", HtmlReport.CONTENT_SECURITY_POLICY);

    var page = text(get("/incidents/" + number + "/review?version=2&since=1"));
    assertThat(page)
        .contains(
            "From version 1 to version 2",
            "<del>The last deployment drops",
            "<ins>Nobody forgot",
            "Words that may sound like blame")
        .doesNotContain(" style=", "<script>");
  }

  @Tag("thorough")
  @Test
  void aCorrectionIsRefusedWithAReasonAndChangesNothing() {
    var number = reviewing();
    var api = "/api/v1/incidents/" + number + "/review";
    assertThat(send(HttpMethod.PATCH, api, "{\"reason\": \"x\", \"lessons\": \"y\"}", "commander"))
        .hasStatus(409)
        .bodyText()
        .contains("has no review yet");
    response.review(number);
    assertThat(send(HttpMethod.PATCH, api, "{\"lessons\": \"y\"}", "commander"))
        .hasStatus(400)
        .bodyText()
        .contains("reason: say what was wrong");
    assertThat(send(HttpMethod.PATCH, api, "{\"reason\": \"x\", \"summary\": \" \"}", "commander"))
        .hasStatus(400)
        .bodyText()
        .contains("summary");
    assertThat(send(HttpMethod.PATCH, api, "{\"reason\": \"x\", \"lessons\": \"y\"}", "exec"))
        .hasStatus(403);
    var same = send(HttpMethod.PATCH, api, "{\"reason\": \"x\"}", "commander");
    assertThat(this.<Integer>read(same, "$.review.version")).isEqualTo(1);
    assertThat(this.<List<Integer>>read(get(api + "/versions"), "$[*].version")).containsExactly(1);

    var page = "/incidents/" + number + "/review";
    assertThat(post(page + "/correct", Map.of("reason", "Typo", "lessons", "One owner"), "manager"))
        .hasStatus(302);
    assertThat(post(page + "/correct", Map.of("reason", "Typo", "summary", " "), "manager"))
        .hasStatus(400)
        .bodyText()
        .contains("correct-summary-wrong");
    assertThat(this.<String>read(get(api + "/versions/2"), "$.review.text.lessons"))
        .isEqualTo("One owner");
  }

  @Test
  void aCorrectionOfAnOlderVersionTakesNothingBack() {
    var number = reviewing();
    response.review(number);
    var api = "/api/v1/incidents/" + number + "/review";
    var page = "/incidents/" + number + "/review";
    jdbc.sql("update incident set root_cause = 'Learnt later' where number = ?")
        .param(number)
        .update();
    assertThat(text(get(page))).contains("name=\"rootCause\">Learnt later</textarea>");
    var first = get(api + "/versions/1");
    String summary = read(first, "$.review.text.summary");

    var other = "{\"reason\": \"More\", \"summary\": \"Of another\", \"version\": 1}";
    assertThat(send(HttpMethod.PATCH, api, other, "manager")).hasStatusOk();
    assertThat(send(HttpMethod.PATCH, api, other, "commander"))
        .hasStatus(409)
        .bodyText()
        .contains("manager has written version 2 meanwhile");
    var late =
        post(
            page + "/correct",
            Map.of("reason", "Mine", "summary", summary, "lessons", "Mine too", "version", "1"),
            "commander");
    assertThat(late).hasStatus(409);
    assertThat(text(late))
        .contains(
            "Manager has written version 2 meanwhile",
            "name=\"version\" value=\"2\"",
            "name=\"lessons\">Mine too</textarea>",
            "name=\"summary\">Of another</textarea>");
    assertThat(this.<List<Integer>>read(get(api + "/versions"), "$[*].version"))
        .containsExactly(2, 1);
    assertThat(post(page + "/correct", Map.of("reason", "x", "version", "none"), "commander"))
        .hasStatus(409);
  }

  @Test
  void aMeetingIsSetMovedAndCalledOffInTheCalendarsOfThoseInvited() throws Exception {
    var number = reviewing();
    var api = "/api/v1/incidents/" + number + "/review/meeting";
    assertThat(get(api)).hasStatus(404);
    assertThat(this.<List<String>>read(get(api + "/proposal"), "$[*].id")).contains("commander");
    var at = response.incident(number).resolvedAt().plus(1, ChronoUnit.DAYS);

    var set = send(HttpMethod.PUT, api, wish(at, "Room 3", "commander", "techlead"), "commander");
    assertThat(set).hasStatusOk();
    String uid = read(set, "$.uid");
    assertThat(send(HttpMethod.PUT, api, wish(at, "Room 3", "commander", "techlead"), "commander"))
        .hasStatusOk();
    var invited = told(number, "review-invitation");
    assertThat(invited).hasSize(2);
    var request = calendar(invited, "techlead");
    assertThat(request)
        .contains("METHOD:REQUEST\r\n", "UID:" + uid, "SEQUENCE:0\r\n", "LOCATION:Room 3\r\n");

    response.runJobs(number);
    var mails =
        Arrays.stream(mail.getReceivedMessages())
            .filter(it -> subject(it).startsWith(number + " review "))
            .toList();
    assertThat(mails).hasSize(2);
    var parts = (MimeMultipart) mails.get(0).getContent();
    var ways = (MimeMultipart) parts.getBodyPart(0).getContent();
    assertThat(ways.getBodyPart(ways.getCount() - 1).getContentType())
        .contains("text/calendar", "method=REQUEST");
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("invitation.ics");

    var later = at.plus(2, ChronoUnit.HOURS);
    var moved = send(HttpMethod.PUT, api, wish(later, "Room 4", "commander", "scribe"), "manager");
    assertThat(this.<String>read(moved, "$.uid")).isEqualTo(uid);
    assertThat(this.<String>read(moved, "$.organizer")).isEqualTo("commander");
    var again = told(number, "review-invitation");
    assertThat(again).hasSize(4);
    assertThat(calendar(again, "scribe")).contains("SEQUENCE:1\r\n", "LOCATION:Room 4");
    assertThat(calendar(told(number, "review-called-off"), "techlead"))
        .contains("METHOD:CANCEL\r\n", "UID:" + uid, "SEQUENCE:1\r\n", "STATUS:CANCELLED");
    assertThat(text(get(api + "/calendar.ics")))
        .contains("METHOD:PUBLISH")
        .doesNotContain("mailto:");
    assertThat(text(get("/incidents/" + number + "/review")))
        .contains("Room 4", "Call it off")
        .doesNotContain("Restricted");

    jdbc.sql(
            "update delivery set state = 'failed' where incident = ? and recipient = 'scribe'"
                + " and event = 'review-invitation'")
        .param(number)
        .update();
    var off = send(HttpMethod.POST, api + "/call-off", "{\"reason\": \"No need\"}", "commander");
    assertThat(this.<Boolean>read(off, "$.calledOff")).isTrue();
    assertThat(send(HttpMethod.POST, api + "/call-off", "{\"reason\": \"Again\"}", "commander"))
        .hasStatusOk();
    assertThat(told(number, "review-invitation"))
        .as("what has not gone out yet would come after the word that it is off")
        .extracting(Delivery::state)
        .containsExactlyInAnyOrder(State.SENT, State.SENT, State.STOPPED, State.STOPPED);
    var stopped = told(number, "review-invitation").get(3).id();
    assertThat(deliveries.failed(stopped, "Refused", null))
        .as("what was being sent meanwhile")
        .isFalse();
    assertThatThrownBy(() -> redelivery.retry(stopped, Actor.api("admin")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("this one is stopped");
    var calledOff = told(number, "review-called-off");
    assertThat(calledOff).hasSize(3);
    assertThat(calendar(calledOff, "scribe")).contains("METHOD:CANCEL\r\n", "SEQUENCE:2\r\n");
    assertThat(get(api + "/calendar.ics")).hasStatus(404);
    var next = send(HttpMethod.PUT, api, wish(later, "Room 5", "commander"), "commander");
    assertThat(this.<String>read(next, "$.uid")).isNotEqualTo(uid);
    assertThat(this.<Integer>read(next, "$.sequence")).isZero();
  }

  @Tag("thorough")
  @Test
  void aWishThatCannotBeTakenNamesTheField() {
    var number = reviewing();
    var api = "/api/v1/incidents/" + number + "/review/meeting";
    var at = response.incident(number).resolvedAt().plus(1, ChronoUnit.DAYS);
    for (var wrong :
        Map.of(
                "from", wish(at.minus(9, ChronoUnit.DAYS), "Room 3", "commander"),
                "minutes", wish(at, "Room 3", "commander").replace("45", "2"),
                "place", wish(at, " ", "commander"),
                "attendees", wish(at, "Room 3", "nobody"))
            .entrySet()) {
      assertThat(send(HttpMethod.PUT, api, wrong.getValue(), "commander"))
          .as(wrong.getKey())
          .hasStatus(400)
          .bodyText()
          .contains(wrong.getKey() + ": ");
    }
    assertThat(send(HttpMethod.PUT, api, wish(at, "Room 3", "commander"), "exec")).hasStatus(403);
    assertThat(send(HttpMethod.POST, api + "/call-off", "{\"reason\": \"x\"}", "commander"))
        .hasStatus(404);
    var open = response.declare("2");
    assertThat(
            send(
                HttpMethod.PUT,
                "/api/v1/incidents/" + open + "/review/meeting",
                wish(at, "Room 3", "commander"),
                "commander"))
        .hasStatus(409);
    assertThat(
            post(
                "/incidents/" + number + "/review/meeting",
                Map.of("from", "soon", "minutes", "30", "place", "x", "attendees", "commander"),
                "commander"))
        .hasStatus(400)
        .bodyText()
        .contains("meeting-from-wrong");
    assertThat(
            post(
                "/incidents/" + number + "/review/meeting",
                Map.of(
                    "from",
                    at.truncatedTo(ChronoUnit.MINUTES).toString().substring(0, 16),
                    "minutes",
                    "30",
                    "place",
                    "Room 9",
                    "attendees",
                    "commander"),
                "commander"))
        .hasStatus(302);
    assertThat(this.<String>read(get(api), "$.place")).isEqualTo("Room 9");
  }

  private String reviewing() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    return number;
  }

  private static String wish(Instant from, String place, String... attendees) {
    return "{\"from\": \"%s\", \"minutes\": 45, \"place\": \"%s\", \"attendees\": [\"%s\"]}"
        .formatted(from, place, String.join("\", \"", attendees));
  }

  private List<Delivery> told(String number, String event) {
    return deliveries.of(number).stream().filter(it -> it.event().equals(event)).toList();
  }

  private static String calendar(List<Delivery> told, String recipient) {
    return told.stream()
        .filter(it -> it.recipient().equals(recipient))
        .reduce((a, b) -> b)
        .map(Delivery::calendar)
        .orElseThrow();
  }

  private static String subject(MimeMessage message) {
    try {
      return message.getSubject();
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private MvcTestResult get(String address) {
    return http.get().uri(address).with(httpBasic("commander", "tocsin")).exchange();
  }

  private MvcTestResult send(HttpMethod method, String address, String body, String user) {
    return http.method(method)
        .uri(address)
        .with(httpBasic(user, "tocsin"))
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult post(String address, Map<String, String> fields, String user) {
    var request = http.post().uri(address).with(httpBasic(user, "tocsin")).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }

  private static String text(MvcTestResult result) {
    try {
      return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private <T> T read(MvcTestResult result, String path) {
    return JsonPath.read(text(result), path);
  }
}
