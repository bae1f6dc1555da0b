package io.tocsin.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

@Component
class GuardedHttpClient implements OutboundHttp, OutboundDownloads, DisposableBean {

  /** More calls at once are refused: the other sides are in trouble and threads are not free. */
  private static final int MAX_CALLS = 64;

  /** Only frees our thread: callers are released at the time limit of their own request. */
  private static final Timeout CONNECT = Timeout.ofSeconds(10);

  private static final int MAX_HEADERS = 100;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private final int maxBody;
  private final GuardedResolver resolver;
  private final CloseableHttpClient client;
  private final ExecutorService workers;

  GuardedHttpClient(OutboundProperties properties, GuardedResolver resolver) {
    this.maxBody = (int) properties.maxBody().toBytes();
    this.resolver = resolver;
    this.client = client(null);
    this.workers =
        new ThreadPoolExecutor(
            0, MAX_CALLS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads());
  }

  /** Makes a client that trusts what is signed by these, or by whom Java trusts. */
  private CloseableHttpClient client(@Nullable SSLContext trust) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(resolver)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
            .setMaxConnTotal(MAX_CALLS)
            .setMaxConnPerRoute(MAX_CALLS);
    if (trust != null) {
      connections.setTlsSocketStrategy(
          ClientTlsStrategyBuilder.create().setSslContext(trust).buildClassic());
    }
    return HttpClients.custom()
        .setConnectionManager(connections.build())
        // A probe is to see whether a new connection can be made.
        .setConnectionReuseStrategy((request, response, context) -> false)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        // A small answer must not unfold into a huge one.
        .disableContentCompression()
        .setUserAgent("Tocsin")
        .build();
  }

  @Override
  public CompletableFuture<OutboundResponse> start(OutboundRequest request) {
    return start(request, failed -> failed, this::response);
  }

  @Override
  public <T> Download<T> read(OutboundRequest request, BodyReader<T> reader) {
    return start(
            request,
            failed -> new Download<T>(0, null, failed.failure()),
            (response, began) -> download(response, reader))
        .join();
  }

  /** Makes something of an answer that is being received. */
  private interface Receiver<T> {
    T receive(ClassicHttpResponse response, long began) throws IOException;
  }

  private <T> CompletableFuture<T> start(
      OutboundRequest request, Function<OutboundResponse, T> failed, Receiver<T> receiver) {
    var began = System.nanoTime();
    var scheme = request.url().getScheme();
    if (request.url().getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      return CompletableFuture.completedFuture(
          failed.apply(OutboundResponse.failed("not an http or https address", Duration.ZERO)));
    }
    HttpUriRequestBase message;
    try {
      message = message(request);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          failed.apply(
              OutboundResponse.failed("the request cannot be sent as configured", Duration.ZERO)));
    }
    var answer = new CompletableFuture<T>();
    // At the time limit the caller goes on and the connection is cut, which ends the worker.
    answer.completeOnTimeout(
        failed.apply(OutboundResponse.failed(timedOut(request), request.timeout())),
        request.timeout().toMillis(),
        TimeUnit.MILLISECONDS);
    var unused = answer.whenComplete((response, error) -> message.cancel());
    try {
      workers.execute(() -> answer.complete(exchange(request, message, began, failed, receiver)));
    } catch (RejectedExecutionException e) {
      answer.complete(failed.apply(OutboundResponse.notMade()));
    }
    return answer;
  }

  @Override
  public void destroy() throws IOException {
    workers.shutdownNow();
    client.close();
  }

  private <T> T exchange(
      OutboundRequest request,
      HttpUriRequestBase message,
      long began,
      Function<OutboundResponse, T> failed,
      Receiver<T> receiver) {
    var trust = request.trust();
    if (trust == null) {
      return exchange(client, request, message, began, failed, receiver);
    }
    // Read afresh, because certificates are renewed on disk; such calls are few.
    try (var own = client(Trust.context(trust))) {
      return exchange(own, request, message, began, failed, receiver);
    } catch (IOException | GeneralSecurityException e) {
      return failed.apply(
          OutboundResponse.failed("the CA file " + trust + " cannot be read", since(began)));
    }
  }

  private <T> T exchange(
      CloseableHttpClient client,
      OutboundRequest request,
      HttpUriRequestBase message,
      long began,
      Function<OutboundResponse, T> failed,
      Receiver<T> receiver) {
    @Nullable ClassicHttpResponse response = null;
    try {
      response = client.executeOpen(RoutingSupport.determineHost(message), message, null);
      return receiver.receive(response, began);
    } catch (IOException | HttpException | RuntimeException e) {
      return failed.apply(OutboundResponse.failed(reason(e, request), since(began)));
    } finally {
      // Cut first: closing alone would read the rest of the answer, however long.
      message.cancel();
      Closer.closeQuietly(response);
    }
  }

  private OutboundResponse response(ClassicHttpResponse response, long began) throws IOException {
    var bytes = read(response);
    var truncated = bytes.length > maxBody;
    var text = new String(bytes, 0, truncated ? maxBody : bytes.length, charset(response));
    return new OutboundResponse(
        response.getCode(),
        CONTROL.matcher(text).replaceAll(""),
        truncated,
        since(began),
        null,
        headers(response));
  }

  private static <T> Download<T> download(ClassicHttpResponse response, BodyReader<T> reader)
      throws IOException {
    var status = response.getCode();
    if (status < 200 || status > 299) {
      return new Download<>(status, null, "answered with status " + status);
    }
    var entity = response.getEntity();
    var body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    return new Download<>(status, reader.read(body), null);
  }

  private byte[] read(ClassicHttpResponse response) throws IOException {
    var entity = response.getEntity();
    return entity == null ? new byte[0] : entity.getContent().readNBytes(maxBody + 1);
  }

  /** As many as an honest server sends. */
  private static Map<String, String> headers(ClassicHttpResponse response) {
    var headers = new HashMap<String, String>();
    for (var header : response.getHeaders()) {
      if (headers.size() < MAX_HEADERS && header.getValue() != null) {
        headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
      }
    }
    return headers;
  }

  private static Charset charset(ClassicHttpResponse response) {
    var entity = response.getEntity();
    var type = entity == null ? null : ContentType.parseLenient(entity.getContentType());
    return type == null || type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
  }

  private static HttpUriRequestBase message(OutboundRequest request) {
    var message = new HttpUriRequestBase(request.method(), request.url());
    message.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(request.timeout()))
            .setConnectionRequestTimeout(Timeout.of(request.timeout()))
            .build());
    request.headers().forEach(message::setHeader);
    if (request.body() != null) {
      var type = message.getFirstHeader(HttpHeaders.CONTENT_TYPE);
      message.setEntity(
          new StringEntity(
              request.body(),
              type == null ? ContentType.APPLICATION_JSON : ContentType.parse(type.getValue())));
    }
    return message;
  }

  private static String reason(Exception e, OutboundRequest request) {
    if (e instanceof RefusedAddressException) {
      return Objects.toString(e.getMessage());
    }
    if (e instanceof UnknownHostException) {
      return "the host name " + request.url().getHost() + " is not known";
    }
    if (e instanceof SocketTimeoutException) {
      return timedOut(request);
    }
    if (e instanceof NoRouteToHostException) {
      return "no route to the host";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    if (e instanceof SSLException) {
      return "no secure connection: " + e.getMessage();
    }
    if (e instanceof NoHttpResponseException || e instanceof SocketException) {
      return "the connection was closed without an answer";
    }
    return "no answer that could be read (" + e.getClass().getSimpleName() + ")";
  }

  private static String timedOut(OutboundRequest request) {
    return "timed out after " + request.timeout().toMillis() + " ms";
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static CustomizableThreadFactory threads() {
    var threads = new CustomizableThreadFactory("outbound-");
    threads.setDaemon(true);
    return threads;
  }
}
