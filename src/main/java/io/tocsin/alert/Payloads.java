package io.tocsin.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tocsin.problem.InvalidInputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/** Reads payloads of senders that we do not trust: bounded in size and depth. */
@Component
class Payloads {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final DataSize max;

  Payloads(AlertProperties properties) {
    this.max = properties.maxBody();
  }

  /**
   * Reads a payload; stops where it becomes too large, whatever length was announced.
   *
   * @param announced the length that the sender announced, -1 for none
   * @throws ErrorResponseException 413 when it is too large
   * @throws InvalidInputException when it is not JSON
   */
  JsonNode read(InputStream body, long announced) throws IOException {
    if (announced > max.toBytes()) {
      throw tooLarge(max.toBytes());
    }
    var bytes = body.readNBytes((int) Math.min(max.toBytes() + 1, Integer.MAX_VALUE));
    if (bytes.length > max.toBytes()) {
      throw tooLarge(max.toBytes());
    }
    return parse(bytes);
  }

  static JsonNode parse(byte[] bytes) throws IOException {
    try {
      var payload = JSON.readTree(bytes);
      if (payload.isMissingNode()) {
        throw new InvalidInputException("body", "is empty; send the alert as JSON");
      }
      return payload;
    } catch (StreamConstraintsException e) {
      throw new InvalidInputException(
          "body", "is nested too deeply or has a number that is too long");
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new InvalidInputException(
          "body",
          "is not JSON; see line %d, column %d"
              .formatted(
                  place == null ? 1 : place.getLineNr(), place == null ? 1 : place.getColumnNr()));
    } catch (CharConversionException e) {
      throw new InvalidInputException("body", "is not text in UTF-8");
    }
  }

  static ErrorResponseException tooLarge(long max) {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.PAYLOAD_TOO_LARGE,
            "body: is larger than %d bytes; send fewer alerts at once, or raise tocsin.alerts.max-body"
                .formatted(max));
    problem.setProperty("field", "body");
    return new ErrorResponseException(HttpStatus.PAYLOAD_TOO_LARGE, problem, null);
  }
}
