package io.tocsin.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Resolves the hosts of connections that are not HTTP. Connect to the address that is returned: a
 * second look-up could give another.
 */
public interface OutboundAddresses {

  /**
   * Returns the addresses of a host that may be connected to.
   *
   * @param host a name or an address
   * @return at least one
   * @throws UnknownHostException when the name is not known, or none of its addresses is permitted;
   *     the message says which
   */
  InetAddress[] resolve(String host) throws UnknownHostException;
}
