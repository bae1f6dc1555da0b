package io.tocsin.outbound;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of outgoing calls, {@code tocsin.outbound}.
 *
 * @param allowed blocks in CIDR notation of addresses that may be called although they are not
 *     public
 * @param maxBody the rest of a longer answer is not read
 */
@ConfigurationProperties("tocsin.outbound")
record OutboundProperties(
    @DefaultValue List<String> allowed, @DefaultValue("256KB") DataSize maxBody) {

  OutboundProperties {
    allowed = List.copyOf(allowed);
    allowed.forEach(Cidr::parse);
    if (maxBody.toBytes() < 1 || maxBody.toBytes() > DataSize.ofMegabytes(16).toBytes()) {
      throw new IllegalArgumentException(
          "tocsin.outbound.max-body: must be between 1B and 16MB, not " + maxBody);
    }
  }
}
