package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ListLimitTest {

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockFilterChain chain = new MockFilterChain();

  @Test
  void aQuestionWithoutAnEndGetsOne() throws Exception {
    assertThat(passed("")).isEqualTo("maxResults=2000");
  }

  @Test
  void soDoesOneThatAsksForSomethingElse() throws Exception {
    assertThat(passed("processDefinitionKey=a%26b", "firstResult=4000"))
        .isEqualTo("processDefinitionKey=a%26b&firstResult=4000&maxResults=2000");
  }

  @Test
  void aPageStaysAsItIs() throws Exception {
    assertThat(passed("maxResults=50", "firstResult=0")).isEqualTo("maxResults=50&firstResult=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001", "2147483647", "99999999999", "-1", "", "many", "1e3", "+5"})
  void whatIsMoreOrNoNumberIsRefused(String size) throws Exception {
    refused("maxResults=" + size);
    assertThat(response.getContentAsString()).contains("maxResults: must be between 0 and 2000");
  }

  @Test
  void ofSeveralNoneMayBeTooMany() throws Exception {
    refused("maxResults=10", "maxResults=100000");
  }

  @Test
  void noneBeginsBeforeTheFirst() throws Exception {
    refused("maxResults=10", "firstResult=-1");
    assertThat(response.getContentAsString()).contains("firstResult: must be a whole number");
  }

  @Test
  void figuresHaveALimitOfTheirOwn() throws Exception {
    var request = new MockHttpServletRequest("GET", "/engine-rest/metrics");
    new ListLimit(new ObjectMapper()).doFilter(request, response, chain);
    assertThat(chain.getRequest()).isSameAs(request);
  }

  private String passed(String... parameters) throws Exception {
    filter(parameters);
    assertThat(response.getStatus()).isEqualTo(200);
    return Objects.requireNonNull((HttpServletRequest) chain.getRequest()).getQueryString();
  }

  private void refused(String... parameters) throws Exception {
    filter(parameters);
    assertThat(response.getStatus()).isEqualTo(400);
    assertThat(chain.getRequest()).isNull();
  }

  private void filter(String... parameters) throws Exception {
    var request = new MockHttpServletRequest("GET", "/engine-rest/history/detail");
    var query = String.join("&", parameters);
    request.setQueryString(query.isEmpty() ? null : query);
    for (var parameter : parameters) {
      if (!parameter.isEmpty()) {
        var parts = parameter.split("=", 2);
        request.addParameter(parts[0], parts[1]);
      }
    }
    new ListLimit(new ObjectMapper()).doFilter(request, response, chain);
  }
}
