package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Resolves a name. Nothing is connected to, so that any address may come out. */
@Component
class DnsProbe implements Probe {

  @Override
  public boolean knows(Monitor monitor) {
    return monitor.dns() != null;
  }

  @Override
  public Reading look(Monitor monitor) {
    var wanted = Objects.requireNonNull(monitor.dns());
    try {
      var found =
          Arrays.stream(InetAddress.getAllByName(wanted.host()))
              .map(InetAddress::getHostAddress)
              .sorted()
              .toList();
      var stray = found.stream().filter(address -> !wanted.addresses().contains(address)).toList();
      return wanted.addresses().isEmpty() || stray.isEmpty()
          ? Reading.passed(wanted.host() + " is " + String.join(", ", found))
          : Reading.failed(
              "%s is %s, which is none of %s"
                  .formatted(
                      wanted.host(),
                      String.join(", ", stray),
                      String.join(", ", wanted.addresses())));
    } catch (UnknownHostException e) {
      return Reading.failed("the host name " + wanted.host() + " is not known");
    }
  }
}
