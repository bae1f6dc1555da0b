package io.tocsin.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}. */
record Cidr(InetAddress network, int bits) {

  /** Only literals, so that reading the configuration never asks a name server. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * Reads a block; an address without a length is a block of one.
   *
   * @throws IllegalArgumentException naming the text and the form that is understood
   */
  static Cidr parse(String text) {
    var parts = text.strip().split("/", 2);
    try {
      if (!LITERAL.matcher(parts[0]).matches()) {
        throw new UnknownHostException(parts[0]);
      }
      var network = InetAddress.getByName(parts[0]);
      var length = network.getAddress().length * 8;
      var bits = parts.length == 1 ? length : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > length) {
        throw new NumberFormatException("the length is not between 0 and " + length);
      }
      return new Cidr(network, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "tocsin.outbound.allowed: '" + text + "' is not a block such as 10.0.0.0/8 or fd00::/8",
          e);
    }
  }

  boolean contains(InetAddress address) {
    var mine = network.getAddress();
    var other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
