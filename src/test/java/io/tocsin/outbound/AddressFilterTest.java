package io.tocsin.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class AddressFilterTest {

  private static final AddressFilter STRICT = filter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.9",
        // Spellings of 127.0.0.1 and 10.0.0.1 that Java understands.
        "2130706433",
        "127.1",
        "10.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:a00:1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fe80::1%1",
        "fe80::ffff:8.8.8.8",
        // As hexadecimal bytes, and behind both ways of carrying IPv4 in IPv6.
        "0:0:0:0:0:ffff:7f00:1",
        "2002:a9fe:a9fe::1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::",
        "fec0::1",
        "ff02::1",
        "ff0e::1"
      })
  void refusesWhatIsNotPublic(String address) throws UnknownHostException {
    assertThat(STRICT.permits(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2001:200::1",
        "2003::1",
        "2606:4700:4700::1111"
      })
  void permitsPublicAddresses(String address) throws UnknownHostException {
    assertThat(STRICT.permits(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.0.0.1, true",
    "127.0.0.0/8, ::1, false",
    "127.0.0.0/8, 10.0.0.1, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "10.20.30.0/23, 10.20.31.255, true",
    "10.20.30.0/23, 10.20.32.0, false",
    "10.20.30.0/23, ::ffff:10.20.30.1, true",
    "fd00:1::/32, fd00:1:2::3, true",
    "fd00:1::/32, fd00:2::1, false",
    "0.0.0.0/0, 127.0.0.1, true"
  })
  void permitsWhatTheOperatorAllowed(String block, String address, boolean permitted)
      throws UnknownHostException {
    assertThat(filter(block).permits(InetAddress.getByName(address))).isEqualTo(permitted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "fd00::/x", ""})
  void refusesABlockThatCannotBeReadAndNamesTheKey(String block) {
    assertThatThrownBy(() -> filter(block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tocsin.outbound.allowed: '" + block + "'");
  }

  @Test
  void refusesALimitThatIsNone() {
    assertThatThrownBy(() -> new OutboundProperties(List.of(), DataSize.ofGigabytes(1)))
        .hasMessageContaining("tocsin.outbound.max-body");
  }

  private static AddressFilter filter(String... allowed) {
    return new AddressFilter(new OutboundProperties(List.of(allowed), DataSize.ofKilobytes(256)));
  }
}
