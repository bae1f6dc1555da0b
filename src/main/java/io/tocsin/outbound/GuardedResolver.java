package io.tocsin.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.stereotype.Component;

/**
 * Resolves a name and keeps the permitted addresses. The connection is made to exactly these, so
 * that a name server cannot answer the check with one address and the connection with another.
 */
@Component
class GuardedResolver implements DnsResolver, OutboundAddresses {

  private final AddressFilter filter;

  GuardedResolver(AddressFilter filter) {
    this.filter = filter;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var all = InetAddress.getAllByName(host);
    var permitted = Arrays.stream(all).filter(filter::permits).toArray(InetAddress[]::new);
    if (permitted.length == 0) {
      throw new RefusedAddressException(all[0]);
    }
    return permitted;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
