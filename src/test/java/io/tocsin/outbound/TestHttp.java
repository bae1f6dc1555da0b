package io.tocsin.outbound;

import java.util.List;
import org.springframework.util.unit.DataSize;

/** The real way out, for tests without a context; it may call this machine. */
public final class TestHttp {

  private TestHttp() {}

  public static OutboundHttp client() {
    var properties = new OutboundProperties(List.of("127.0.0.0/8"), DataSize.ofKilobytes(256));
    return new GuardedHttpClient(properties, new GuardedResolver(new AddressFilter(properties)));
  }
}
