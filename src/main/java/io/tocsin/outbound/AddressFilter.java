package io.tocsin.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Decides which addresses may be called: public ones, and those that the operator allowed. */
@Component
class AddressFilter {

  /** Not globally reachable by IANA's special-purpose address registries, and multicast. */
  private static final List<Cidr> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              // Within the global unicast block: Teredo and its like, documentation, 6to4.
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Cidr::parse)
          .toList();

  /** The only IPv6 block that holds public addresses. */
  private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

  /** IPv4 translated by the network (NAT64): the address that counts is the last 32 bits. */
  private static final Cidr TRANSLATED = Cidr.parse("64:ff9b::/96");

  private final List<Cidr> allowed;

  AddressFilter(OutboundProperties properties) {
    this.allowed = properties.allowed().stream().map(Cidr::parse).toList();
  }

  boolean permits(InetAddress address) {
    return allowed.stream().anyMatch(block -> block.contains(address)) || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    if (TRANSLATED.contains(address)) {
      return isPublic(embedded(address));
    }
    return (!(address instanceof Inet6Address) || GLOBAL_UNICAST.contains(address))
        && NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
  }

  private static InetAddress embedded(InetAddress address) {
    var bytes = address.getAddress();
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are always an address", e);
    }
  }
}
