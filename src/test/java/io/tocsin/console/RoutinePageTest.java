package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The calendar on its pages and over HTTP. */
@TocsinTest
class RoutinePageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Response response;

  /** Each test begins a period that no other one has. */
  private static int year = 2061;

  @BeforeEach
  void anotherYear() {
    response.at(Instant.parse(year++ + "-02-16T10:00:00Z"));
  }

  @Test
  void beginsShowsAndSettlesARoutine() throws Exception {
    var page = body("/routine", owner());
    assertThat(page)
        .contains("betabaddies", "Security audit", "every quarter", "Security team", "Begin now");
    assertThat(body("/routine", reader())).doesNotContain("Begin now");

    var begun =
        mvc.post()
            .uri("/routine/betabaddies/security-audit/begin")
            .with(owner())
            .with(csrf())
            .exchange();
    var address = String.valueOf(begun.getResponse().getRedirectedUrl());
    assertThat(address).startsWith("/routine/rounds/");
    assertThat(body(address, owner())).contains("Security audit", "-Q1", "It is done");
    assertThat(body(address, reader())).doesNotContain("It is done");
    assertThat(body("/routine", owner())).contains(address);

    assertThat(post(address + "/done", "found=", owner())).hasStatus(400);
    assertThat(post(address + "/done", "found=x&evidence=nowhere", owner())).hasStatus(400);
    assertThat(post(address + "/done", "found=x", reader())).hasStatus(403);
    assertThat(post(address + "/begin", "found=x", owner())).hasStatus(404);
    assertThat(
            post(
                address + "/done",
                "found=Two+old+keys&evidence=https://wiki.example.org/1",
                owner()))
        .hasStatus(302);
    assertThat(body(address, reader()))
        .contains("Two old keys", "https://wiki.example.org/1", "Olga Petrova")
        .doesNotContain("Leave it out");
    assertThat(post(address + "/skip", "reason=x", owner())).hasStatus(409);
    assertThat(body("/routine", reader())).contains("what was found", "Olga Petrova");
    var again =
        mvc.post()
            .uri("/routine/betabaddies/security-audit/begin")
            .with(owner())
            .with(csrf())
            .exchange();
    assertThat(again.getResponse().getRedirectedUrl()).isEqualTo("/routine");
  }

  @Test
  void isTheSameOverHttp() throws Exception {
    assertThat(this.<List<String>>read(get("/api/v1/routine"), "$[*].key"))
        .contains("tabletop", "security-audit", "major-simulation");
    var one = get("/api/v1/routine/parsify/major-simulation");
    assertThat(this.<String>read(one, "$.every")).isEqualTo("P1Y");
    assertThat(this.<String>read(one, "$.standing")).isEqualTo("waiting");
    assertThat(this.<List<String>>read(one, "$.drillKinds")).contains("simulation");
    assertThat(this.<Integer>read(one, "$.drillLevel")).isEqualTo(1);
    assertThat(get("/api/v1/routine/parsify/none")).hasStatus(404);
    assertThat(get("/api/v1/routine?policy=none")).hasStatus(404);

    assertThat(json("/api/v1/routine/parsify/procedure-review/begin", "{}", reader()))
        .hasStatus(403);
    var begun = json("/api/v1/routine/parsify/procedure-review/begin", "{}", owner());
    assertThat(begun).hasStatus(201);
    int id = read(begun, "$.id");
    var path = "/api/v1/routine/rounds/" + id;
    assertThat(begun).headers().hasValue("Location", path);
    assertThat(json("/api/v1/routine/parsify/procedure-review/begin", "{}", owner()))
        .hasStatus(409);
    assertThat(this.<String>read(get(path), "$.state")).isEqualTo("open");
    assertThat(get(path + "/report.md")).hasStatus(404);
    assertThat(json(path + "/done", "{\"found\": \" \"}", owner())).hasStatus(400);
    assertThat(json(path + "/skip", "{\"reason\": \"Holidays\"}", reader())).hasStatus(403);
    var skipped = json(path + "/skip", "{\"reason\": \"Holidays\"}", owner());
    assertThat(this.<String>read(skipped, "$.found")).isEqualTo("Holidays");
    assertThat(json(path + "/done", "{\"found\": \"x\"}", owner())).hasStatus(409);
    assertThat(this.<List<Object>>read(get(path + "/action-items"), "$")).isEmpty();
    assertThat(
            this.<List<String>>read(
                get("/api/v1/routine/parsify/procedure-review/rounds"), "$[*].state"))
        .contains("skipped");
  }

  private MvcTestResult get(String address) {
    return mvc.get().uri(address).with(reader()).exchange();
  }

  private MvcTestResult json(String address, String body, RequestPostProcessor who) {
    return mvc.post()
        .uri(address)
        .with(who)
        .with(csrf())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult post(String address, String form, RequestPostProcessor who) {
    return mvc.post()
        .uri(address)
        .with(who)
        .with(csrf())
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .content(form)
        .exchange();
  }

  private String body(String address, RequestPostProcessor who) throws Exception {
    var result = mvc.get().uri(address).with(who).exchange();
    assertThat(result).as(address).hasStatusOk();
    return result.getResponse().getContentAsString();
  }

  private <T> T read(MvcTestResult result, String path) {
    try {
      return JsonPath.read(result.getResponse().getContentAsString(), path);
    } catch (java.io.UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static RequestPostProcessor owner() {
    return user("owner").authorities(new SimpleGrantedAuthority("process-owner"));
  }

  private static RequestPostProcessor reader() {
    return user("scribe").authorities(new SimpleGrantedAuthority("scribe"));
  }
}
