package io.tocsin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.engine.Atomic;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.notification.FeedbackLinks;
import io.tocsin.notification.Notifications;
import io.tocsin.support.FakeServices;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The message of the resolution asks each customer with a link of their own. */
@TocsinTest
class FeedbackLinkTest {

  private static final Pattern LINK = Pattern.compile("(/status/feedback/[^\\s\"<]+)");

  @Autowired Response response;
  @Autowired Notifications notifications;
  @Autowired Deliveries deliveries;
  @Autowired WireMockServer services;
  @Autowired Atomic atomic;
  @Autowired MockMvcTester http;

  @Test
  void eachReaderHasTheirOwnAndItIsTheSameInTextAndHtml() {
    FakeServices.customers(services);
    var number = response.declare("1");
    atomic.run(
        () ->
            notifications.tellCustomers(
                number, "resolved", "1", List.of("checkout"), Map.of("text", "It works")));

    var ada = link(of(number, "ada@customer.example").body());
    var bob = link(of(number, "bob@customer.example").body());
    assertThat(ada).isNotEqualTo(bob);
    assertThat(link(String.valueOf(of(number, "ada@customer.example").html()))).isEqualTo(ada);
    // "ada" alone may stand in the link by chance: it is hexadecimal.
    assertThat(ada).doesNotContain("customer", FeedbackLinks.MARK);
    assertThat(http.get().uri(ada)).hasStatusOk().bodyText().contains("How did we do?");
    assertThat(http.post().uri(bob).param("score", "5")).hasStatusOk();
  }

  private Delivery of(String number, String address) {
    return deliveries.of(number).stream()
        .filter(delivery -> address.equals(delivery.address()))
        .findFirst()
        .orElseThrow();
  }

  private static String link(String text) {
    var found = LINK.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
