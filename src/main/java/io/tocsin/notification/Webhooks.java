package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.people.Addressee;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The incoming webhooks of a chat. The address that is stored is the id of the contact: the URL is
 * a secret and may change.
 */
final class Webhooks {

  private final String provider;
  private final Map<String, URI> addresses;
  private final Duration timeout;
  private final Incidents incidents;
  private final OutboundHttp http;
  private final Clock clock;

  Webhooks(
      String provider,
      Map<String, URI> addresses,
      Duration timeout,
      Incidents incidents,
      OutboundHttp http,
      Clock clock) {
    this.provider = provider;
    this.addresses = addresses;
    this.timeout = timeout;
    this.incidents = incidents;
    this.http = http;
    this.clock = clock;
  }

  @Nullable String address(Addressee addressee) {
    return addresses.containsKey(addressee.id()) ? addressee.id() : null;
  }

  /**
   * Posts a message.
   *
   * @param body writes it, with the incident if it belongs to one
   * @param check looks for refusals in answers of success
   */
  Channel.Sent send(
      Delivery delivery,
      String address,
      Function<Optional<IncidentView>, String> body,
      Consumer<OutboundResponse> check) {
    var incident = Optional.ofNullable(delivery.incident()).map(incidents::get);
    var url = addresses.get(address);
    if (url == null) {
      throw NotTakenException.forGood(
          "No webhook of " + provider + " is set for '" + address + "' any more");
    }
    var request = new OutboundRequest("POST", url, Map.of(), body.apply(incident), timeout);
    check.accept(ProviderAnswer.success(provider, http.send(request), clock.instant()));
    return Channel.Sent.as(null);
  }
}
