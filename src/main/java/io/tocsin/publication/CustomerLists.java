package io.tocsin.publication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.CustomerList;
import io.tocsin.incident.IncidentView;
import io.tocsin.notification.Customers;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The customers of the services that are hit: the lists of the catalog, read afresh each time, and
 * the contacts that are customers.
 */
@Component
class CustomerLists implements Customers {

  private static final Logger LOG = LoggerFactory.getLogger(CustomerLists.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a mail server could take; everything else in a list is passed over. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@,;:<>()\\[\\]\"\\\\]{1,64}@[^\\s@,;:<>()\\[\\]\"\\\\]{1,189}");

  private static final long LARGEST_FILE = 1_000_000;

  private final Catalog catalog;
  private final People people;
  private final OutboundHttp http;

  CustomerLists(Catalog catalog, People people, OutboundHttp http) {
    this.catalog = catalog;
    this.people = people;
    this.http = http;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when a list cannot be read whole; trying again may help
   */
  @Override
  public List<Addressee> of(IncidentView incident, List<String> services) {
    var contacts =
        people.contacts().stream()
            .filter(contact -> contact.kind() == Contact.Kind.CUSTOMERS)
            .flatMap(contact -> people.resolve("contact:" + contact.id()).stream());
    var listed =
        services.stream().flatMap(id -> catalog.find(id).stream()).flatMap(this::customers);
    return Stream.concat(contacts, listed).toList();
  }

  /** Their addresses are theirs: the timeline names the list. */
  private Stream<Addressee> customers(Catalog.Service service) {
    var list = service.customers();
    return list == null
        ? Stream.of()
        : addresses(service, read(service, list)).stream()
            .map(
                address ->
                    new Addressee(
                        "customer:" + address, "customers of " + service.name(), address, null));
  }

  private String read(Catalog.Service service, CustomerList list) {
    var file = list.file();
    var url = list.url();
    return file != null ? file(service, file) : url != null ? call(service, list, url) : "";
  }

  private static String file(Catalog.Service service, Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw unreadable(service, "it is larger than " + LARGEST_FILE + " bytes");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The customers of " + service.id() + " cannot be read from their file", e);
    }
  }

  private String call(Catalog.Service service, CustomerList list, URI url) {
    var answer = http.send(new OutboundRequest("GET", url, list.headers(), null, list.timeout()));
    if (!answer.successful()) {
      throw unreadable(
          service, answer.failure() == null ? "it answered " + answer.status() : answer.failure());
    }
    if (answer.truncated()) {
      throw unreadable(service, "it is longer than tocsin.outbound.max-body");
    }
    return answer.body();
  }

  private static IllegalStateException unreadable(Catalog.Service service, String why) {
    return new IllegalStateException(
        "The customers of " + service.id() + " cannot be read: " + why);
  }

  private static List<String> addresses(Catalog.Service service, String text) {
    var listed =
        text.stripLeading().startsWith("[")
            ? array(service, text)
            : text.lines().map(String::strip).filter(line -> !line.startsWith("#")).toList();
    var named = listed.stream().filter(line -> !line.isBlank()).toList();
    var addresses =
        named.stream()
            .map(line -> line.strip().toLowerCase(Locale.ROOT))
            .filter(line -> ADDRESS.matcher(line).matches())
            .distinct()
            .toList();
    var odd = named.stream().filter(line -> !ADDRESS.matcher(line.strip()).matches()).count();
    if (odd > 0) {
      LOG.warn("The list of customers of {}: {} lines are no mail addresses", service.id(), odd);
    }
    return addresses;
  }

  private static List<String> array(Catalog.Service service, String text) {
    try {
      var addresses = new ArrayList<String>();
      JSON.readTree(text).forEach(item -> addresses.add(item.asText()));
      return addresses;
    } catch (JsonProcessingException e) {
      throw unreadable(service, "it is no JSON array of addresses");
    }
  }
}
