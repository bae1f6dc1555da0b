package io.tocsin.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A provider of identities in the test's JVM: it vouches for whomever a test wants. */
@TestConfiguration(proxyBeanMethods = false)
public class FakeProvider {

  @Bean(destroyMethod = "stop")
  Provider identityProvider() throws IOException, JOSEException {
    return new Provider();
  }

  @Bean
  DynamicPropertyRegistrar issuer(Provider provider) {
    return properties -> properties.add("tocsin.security.oidc.issuer", provider::issuer);
  }

  /** The provider. The next token holds what the claims say. */
  public static final class Provider {

    private final HttpServer server;
    private final ECKey key = key();

    /** What the next ID token says beside issuer, audience and times. */
    public JWTClaimsSet claims = new JWTClaimsSet.Builder().build();

    /** Signs instead of the provider's own key, when it is set. */
    public ECKey forger;

    /** For whom the token is. */
    public String audience = "tocsin";

    /** The form of the last call for a token, and who made it. */
    public String asked = "";

    Provider() throws IOException, JOSEException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    public static ECKey key() throws JOSEException {
      return new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    }

    String issuer() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void stop() {
      server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
      var body =
          switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" -> configuration();
            case "/keys" -> new JWKSet(key.toPublicJWK()).toString();
            case "/token" -> {
              asked =
                  exchange.getRequestHeaders().getFirst("Authorization")
                      + " "
                      + new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
              yield "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \"%s\"}"
                  .formatted(token());
            }
            default -> "{}";
          };
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      try (var out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }

    private String configuration() {
      return """
          {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
           "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"],
           "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["ES256"]}
          """
          .formatted(issuer());
    }

    private String token() throws IOException {
      var now = Instant.now();
      var signed =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
              new JWTClaimsSet.Builder(claims)
                  .issuer(issuer())
                  .audience(List.of(audience))
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plusSeconds(60)))
                  .build());
      try {
        signed.sign(new ECDSASigner(forger == null ? key : forger));
      } catch (JOSEException e) {
        throw new IOException(e);
      }
      return signed.serialize();
    }
  }
}
