package io.tocsin.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.catalog.Monitor;
import io.tocsin.catalog.Monitor.Prometheus;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Asks a Prometheus server and compares the value with its bounds. */
@Component
class PrometheusProbe implements Probe {

  private final OutboundHttp http;
  private final ObjectMapper json;

  PrometheusProbe(OutboundHttp http, ObjectMapper json) {
    this.http = http;
    this.json = json;
  }

  @Override
  public boolean knows(Monitor monitor) {
    return monitor.prometheus() != null;
  }

  @Override
  public Reading look(Monitor monitor) {
    var wanted = Objects.requireNonNull(monitor.prometheus());
    var answer =
        http.send(
            new OutboundRequest("GET", address(wanted), wanted.headers(), null, monitor.timeout()));
    if (!answer.successful()) {
      return Reading.cannotRun(
          "Prometheus does not answer: "
              + Objects.requireNonNullElse(answer.failure(), "HTTP " + answer.status()));
    }
    try {
      return judge(wanted, values(json.readTree(answer.body())));
    } catch (JsonProcessingException e) {
      return Reading.cannotRun("the answer of Prometheus cannot be read");
    }
  }

  private static URI address(Prometheus wanted) {
    var base = wanted.url().toString();
    return URI.create(
        (base.endsWith("/") ? base : base + "/")
            + "api/v1/query?query="
            + URLEncoder.encode(wanted.query(), StandardCharsets.UTF_8));
  }

  /** Of a vector each series has a value; a scalar is one. What is not a number does not count. */
  private static List<Double> values(JsonNode answer) {
    var data = answer.path("data");
    var result = data.path("result");
    var values = new ArrayList<Double>();
    if (data.path("resultType").asText().equals("vector")) {
      result.forEach(series -> add(values, series.path("value").path(1)));
    } else {
      add(values, result.path(1));
    }
    return values;
  }

  private static void add(List<Double> values, JsonNode text) {
    try {
      var value = Double.parseDouble(text.asText());
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    } catch (NumberFormatException e) {
      // No number, no value.
    }
  }

  private static Reading judge(Prometheus wanted, List<Double> values) {
    if (values.isEmpty()) {
      return Reading.cannotRun("the query has no value");
    }
    var most = values.stream().max(Double::compare).orElseThrow();
    var least = values.stream().min(Double::compare).orElseThrow();
    if (wanted.above() != null && most > wanted.above()) {
      return Reading.failed(number(most) + " is more than " + number(wanted.above()));
    }
    if (wanted.below() != null && least < wanted.below()) {
      return Reading.failed(number(least) + " is less than " + number(wanted.below()));
    }
    return Reading.passed(
        number(wanted.above() != null ? most : least)
            + (wanted.above() != null ? " of at most " + number(wanted.above()) : "")
            + (wanted.below() != null ? " of at least " + number(wanted.below()) : ""));
  }

  private static String number(double value) {
    return Double.isInfinite(value)
        ? "infinity"
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
