package io.tocsin.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** None of the addresses of a name may be called. */
public final class RefusedAddressException extends UnknownHostException {

  private static final String REFUSED = "refused address ";

  RefusedAddressException(InetAddress address) {
    super(
        REFUSED
            + address.getHostAddress()
            + ", which is not public and not in tocsin.outbound.allowed");
  }

  /** Returns whether a call failed for this reason. */
  public static boolean isReason(String failure) {
    return failure.startsWith(REFUSED);
  }
}
