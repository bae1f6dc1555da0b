package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BodyLimitTest {

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockFilterChain chain = new MockFilterChain();

  @Test
  void refusesWhatIsAnnouncedAsTooLargeWithoutReadingIt() throws Exception {
    var request = announced(BodyLimit.MAX_BODY + 1);

    filter(request);

    assertThat(response.getStatus()).isEqualTo(413);
    assertThat(response.getContentAsString()).contains("body: is larger than");
    assertThat(chain.getRequest()).isNull();
  }

  @Test
  void refusesWhatIsTooLargeWithoutAnAnnouncement() throws Exception {
    filter(chunked("/api/v1/incidents", "application/json", BodyLimit.MAX_BODY + 1));

    assertThat(response.getStatus()).isEqualTo(413);
    assertThat(chain.getRequest()).isNull();
  }

  @Test
  void passesOnAllOfABodyThatCameWithoutItsLength() throws Exception {
    filter(chunked("/api/v1/incidents", "application/json", BodyLimit.MAX_BODY));

    var passed = chain.getRequest();
    assertThat(passed).isNotNull();
    assertThat(passed.getInputStream().readAllBytes()).hasSize(BodyLimit.MAX_BODY);
  }

  @Test
  void asksForTheLengthOfAForm() throws Exception {
    filter(chunked("/incidents", "application/x-www-form-urlencoded", 10));

    assertThat(response.getStatus()).isEqualTo(411);
    assertThat(response.getContentAsString()).contains("Content-Length");
  }

  @Test
  void letsThoseReadTheBytesOfAFormWhoCheckItsSignature() throws Exception {
    filter(chunked("/slack/commands", "application/x-www-form-urlencoded", 10));

    assertThat(chain.getRequest()).isNotNull();
  }

  @Test
  void leavesModelsAndAlertsToTheirOwnLimits() throws Exception {
    var request = announced(BodyLimit.MAX_BODY + 1);
    request.setRequestURI("/engine-rest/deployment/create");

    filter(request);

    assertThat(chain.getRequest()).isSameAs(request);
  }

  private void filter(MockHttpServletRequest request) throws Exception {
    new BodyLimit(new ObjectMapper()).doFilter(request, response, chain);
  }

  private static MockHttpServletRequest announced(int length) {
    return new MockHttpServletRequest("POST", "/api/v1/incidents") {
      @Override
      public long getContentLengthLong() {
        return length;
      }
    };
  }

  private static MockHttpServletRequest chunked(String path, String type, int length) {
    var request =
        new MockHttpServletRequest("POST", path) {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.setContentType(type);
    request.addHeader("Transfer-Encoding", "chunked");
    request.setContent("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    return request;
  }
}
