package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import io.tocsin.outbound.OutboundAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Opens a connection and closes it again. */
@Component
class TcpProbe implements Probe {

  private final OutboundAddresses addresses;

  TcpProbe(OutboundAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public boolean knows(Monitor monitor) {
    return monitor.tcp() != null;
  }

  @Override
  public Reading look(Monitor monitor) throws IOException {
    var wanted = Objects.requireNonNull(monitor.tcp());
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(addresses.resolve(wanted.host())[0], wanted.port()),
          (int) monitor.timeout().toMillis());
      return Reading.passed("port " + wanted.port() + " takes connections");
    }
  }
}
