package io.tocsin.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Resolves a name and keeps the permitted addresses. The connection is made to exactly these, so
 * that a name server cannot answer the check with one address and the connection with another.
 */
@Component
class GuardedResolver implements DnsResolver, OutboundAddresses {

  /** Asks for the addresses of a name. */
  interface NameServer {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final AddressFilter filter;
  private final NameServer names;

  @Autowired
  GuardedResolver(AddressFilter filter) {
    this(filter, InetAddress::getAllByName);
  }

  GuardedResolver(AddressFilter filter, NameServer names) {
    this.filter = filter;
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var all = names.addresses(host);
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
