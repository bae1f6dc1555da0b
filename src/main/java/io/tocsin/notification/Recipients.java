package io.tocsin.notification;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Role;
import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whom a policy means, in one incident. */
@Component
class Recipients {

  private static final String CUSTOMERS = "customers";

  private final People people;
  private final Catalog catalog;

  private final ObjectProvider<Customers> customers;
  private final ObjectProvider<IncidentRoom> rooms;

  Recipients(
      People people,
      Catalog catalog,
      ObjectProvider<Customers> customers,
      ObjectProvider<IncidentRoom> rooms) {
    this.people = people;
    this.catalog = catalog;
    this.customers = customers;
    this.rooms = rooms;
  }

  /**
   * Returns whom a recipient names.
   *
   * @param recipient {@code role:<key>}, {@code service-owners}, {@code customers}, {@code
   *     incident-channel}, or what {@link People#resolve} takes; unknown ones give nobody
   */
  List<Addressee> of(IncidentView incident, String recipient) {
    if (recipient.equals("service-owners")) {
      return owners(incident);
    }
    if (customers(recipient)) {
      var services = named(recipient, incident);
      return customers.stream()
          .map(list -> list.of(incident, services))
          .flatMap(List::stream)
          .toList();
    }
    if (recipient.equals("incident-channel")) {
      return rooms.stream().flatMap(room -> room.of(incident).stream()).toList();
    }
    if (recipient.startsWith("role:")) {
      var key = recipient.substring("role:".length());
      return Arrays.stream(Role.values())
          .filter(role -> role.key().equals(key))
          .findFirst()
          .map(role -> holder(incident, role))
          .orElse(List.of());
    }
    return people.resolve(recipient);
  }

  /** Returns the recipient that means the customers of some services. */
  static String customersOf(List<String> services) {
    return CUSTOMERS + ":" + String.join(",", services);
  }

  /** Returns whether a recipient means customers, of all that is hit or of some services. */
  static boolean customers(String recipient) {
    return recipient.equals(CUSTOMERS) || recipient.startsWith(CUSTOMERS + ":");
  }

  private static List<String> named(String recipient, IncidentView incident) {
    var services = recipient.substring(Math.min(recipient.length(), CUSTOMERS.length() + 1));
    return services.isEmpty() ? incident.services() : List.of(services.split(","));
  }

  /** Until somebody holds the role, whoever could take it is told. */
  private List<Addressee> holder(IncidentView incident, Role role) {
    var holder =
        Optional.ofNullable(incident.holder(role))
            .map(person -> people.resolve("person:" + person))
            .orElse(List.of());
    if (!holder.isEmpty()) {
      return holder;
    }
    var onCall = role == Role.COMMANDER ? people.resolve("oncall:commander") : List.<Addressee>of();
    return onCall.isEmpty() ? people.resolve("group:" + role.group()) : onCall;
  }

  private List<Addressee> owners(IncidentView incident) {
    return incident.services().stream()
        .flatMap(service -> catalog.find(service).stream())
        .flatMap(service -> people.resolve(service.owner()).stream())
        .distinct()
        .toList();
  }
}
