package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import io.tocsin.outbound.OutboundAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.springframework.stereotype.Component;

/** Reads the certificate that a server shows, and says when it expires. */
@Component
class TlsProbe implements Probe {

  private final OutboundAddresses addresses;
  private final Clock clock;

  TlsProbe(OutboundAddresses addresses, Clock clock) {
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public boolean knows(Monitor monitor) {
    return monitor.tls() != null;
  }

  @Override
  public Reading look(Monitor monitor) throws IOException {
    var wanted = Objects.requireNonNull(monitor.tls());
    var millis = (int) monitor.timeout().toMillis();
    try (var plain = new Socket()) {
      plain.connect(
          new InetSocketAddress(addresses.resolve(wanted.host())[0], wanted.port()), millis);
      plain.setSoTimeout(millis);
      var socket =
          (SSLSocket)
              reader().getSocketFactory().createSocket(plain, wanted.name(), wanted.port(), true);
      if (!wanted.name().matches("[0-9.]+|.*:.*")) {
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(wanted.name())));
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return judge(wanted, (X509Certificate) socket.getSession().getPeerCertificates()[0]);
    }
  }

  private Reading judge(Monitor.Tls wanted, X509Certificate certificate) {
    var now = clock.instant();
    var ends = certificate.getNotAfter().toInstant();
    if (now.isAfter(ends)) {
      return Reading.failed("the certificate has expired on " + day(ends));
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return Reading.failed(
          "the certificate is not valid before " + day(certificate.getNotBefore().toInstant()));
    }
    var left = Duration.between(now, ends);
    var text = "the certificate expires on %s, in %d days".formatted(day(ends), left.toDays());
    return left.compareTo(wanted.expiresWithin()) < 0 ? Reading.failed(text) : Reading.passed(text);
  }

  private static String day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /**
   * Reads any certificate, the expired one above all: nothing is sent over the connection, and
   * whether clients trust it is what an HTTP monitor tells.
   */
  private static SSLContext reader() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new ReadsAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has TLS", e);
    }
  }

  private static final class ReadsAll implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
      throw new IllegalStateException("Only servers are looked at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
      // What it says of itself is all that is wanted.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
