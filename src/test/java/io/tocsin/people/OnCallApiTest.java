package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.security.core.authority.AuthorityUtils.createAuthorityList;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@TocsinTest
class OnCallApiTest {

  private static final String OVERRIDES = "/api/v1/oncall/primary/overrides";
  private static final String OVERRIDE = "/api/v1/oncall/primary/overrides/{id}";
  private static final String SHIFTS = "/api/v1/oncall/primary/shifts?from={from}&until={until}";
  private static final List<GrantedAuthority> MANAGEMENT = createAuthorityList("management");

  @Autowired MockMvc web;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  @AfterEach
  void forgetOverrides() {
    jdbc.sql("delete from oncall_override").update();
  }

  @Test
  @WithMockUser
  void tells_who_is_called_and_until_when() throws Exception {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-01-13T12:00:00Z")));
    web.perform(get("/api/v1/oncall"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[*].rotation", hasItems("primary", "secondary", "commander")));
    web.perform(get("/api/v1/oncall/primary"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.person").value("oncall2"))
        .andExpect(jsonPath("$.from").value("2026-01-12T09:00:00Z"))
        .andExpect(jsonPath("$.until").value("2026-01-19T09:00:00Z"));
    web.perform(get("/api/v1/oncall/secondary")).andExpect(jsonPath("$.person").value("oncall1"));
  }

  @Test
  void only_whoever_responds_sees_the_number_of_whoever_is_called() throws Exception {
    at("2026-01-13T12:00:00Z");
    for (var path : List.of("$[0]", "$")) {
      var address = "/api/v1/oncall" + (path.equals("$") ? "/primary" : "");
      web.perform(get(address).with(user("support").authorities(createAuthorityList("responder"))))
          .andExpect(jsonPath(path + ".phone").value("+15550100006"));
      web.perform(get(address).with(user("manager").authorities(MANAGEMENT)))
          .andExpect(jsonPath(path + ".person").value("oncall2"))
          .andExpect(jsonPath(path + ".phone").value(nullValue()));
    }
  }

  @Test
  @WithMockUser
  void an_unknown_rotation_is_not_found_and_the_known_ones_are_named() throws Exception {
    web.perform(get("/api/v1/oncall/tertiary"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail", containsString("primary, secondary, commander")));
  }

  @Test
  @WithMockUser
  void layers_come_in_the_order_of_calling_with_who_follows() throws Exception {
    at("2026-01-13T12:00:00Z");
    web.perform(get("/api/v1/oncall"))
        .andExpect(jsonPath("$[*].layer", contains(1, 2, 3)))
        .andExpect(jsonPath("$[0].override").value(false))
        .andExpect(jsonPath("$[0].zone").value("UTC"))
        .andExpect(jsonPath("$[0].next.person").value("oncall1"))
        .andExpect(jsonPath("$[0].next.from").value("2026-01-19T09:00:00Z"));
    at("2026-01-01T00:00:00Z");
    web.perform(get("/api/v1/oncall/primary"))
        .andExpect(jsonPath("$.person").isEmpty())
        .andExpect(jsonPath("$.next.person").value("oncall1"))
        .andExpect(jsonPath("$.next.from").value("2026-01-05T09:00:00Z"));
  }

  @Test
  @WithMockUser
  void lists_the_shifts_of_a_time() throws Exception {
    at("2026-01-13T12:00:00Z");
    web.perform(get("/api/v1/oncall/primary/shifts"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$", hasSize(5)))
        .andExpect(jsonPath("$[0].from").value("2026-01-12T09:00:00Z"));
    web.perform(get(SHIFTS, "2026-02-02T09:00:00Z", "2026-02-09T09:00:00Z"))
        .andExpect(jsonPath("$", hasSize(1)))
        .andExpect(jsonPath("$[0].name").value("Ines Costa"));
    web.perform(get(SHIFTS, "2026-01-01T00:00:00Z", "2027-02-05T00:00:00Z"))
        .andExpect(status().isOk());
    for (var wrong :
        List.of(
            List.of("2026-01-01T00:00:00Z", "2027-02-05T00:00:01Z"),
            List.of("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z"),
            List.of("yesterday", "2026-02-01T00:00:00Z"),
            List.of("-1000000000-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
            List.of("+1000000000-01-01T00:00:00Z", "+1000000000-02-01T00:00:00Z"))) {
      web.perform(get(SHIFTS, wrong.get(0), wrong.get(1))).andExpect(status().isBadRequest());
    }
    web.perform(get("/api/v1/oncall/tertiary/shifts")).andExpect(status().isNotFound());
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void an_override_counts_from_its_first_to_its_last_instant() throws Exception {
    at("2026-01-13T12:00:00Z");
    var id =
        JsonPath.<String>read(
            override("oncall1", "2026-01-14T18:00:00Z", "2026-01-15T18:00:00Z")
                .andExpect(status().isCreated())
                .andExpect(header().string("Location", containsString("/oncall/primary/overrides")))
                .andExpect(jsonPath("$.createdBy").value("manager"))
                .andExpect(jsonPath("$.reason").value("Dentist"))
                .andReturn()
                .getResponse()
                .getContentAsString(),
            "$.id");
    web.perform(get("/api/v1/oncall/primary"))
        .andExpect(jsonPath("$.person").value("oncall2"))
        .andExpect(jsonPath("$.until").value("2026-01-14T18:00:00Z"))
        .andExpect(jsonPath("$.next.person").value("oncall1"))
        .andExpect(jsonPath("$.next.override").value(true));

    for (var moment :
        Map.of(
                "2026-01-14T17:59:59.999Z", "oncall2",
                "2026-01-14T18:00:00Z", "oncall1",
                "2026-01-15T17:59:59.999Z", "oncall1",
                "2026-01-15T18:00:00Z", "oncall2")
            .entrySet()) {
      at(moment.getKey());
      assertThat(people.onCall("primary"))
          .get()
          .extracting(Person::id)
          .isEqualTo(moment.getValue());
      assertThat(people.resolve("oncall:primary"))
          .extracting(Addressee::id)
          .containsExactly(moment.getValue());
    }

    at("2026-01-14T20:00:00Z");
    web.perform(get("/api/v1/oncall/primary"))
        .andExpect(jsonPath("$.override").value(true))
        .andExpect(jsonPath("$.reason").value("Dentist"))
        .andExpect(jsonPath("$.next.person").value("oncall2"));
    web.perform(get("/api/v1/oncall/primary/overrides")).andExpect(jsonPath("$[0].id").value(id));
    web.perform(get("/api/v1/oncall/primary/overrides/{id}", id)).andExpect(status().isOk());
    web.perform(get("/api/v1/oncall/secondary/overrides/{id}", id))
        .andExpect(status().isNotFound());
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void nobody_is_stood_in_for_by_a_player_of_drills() throws Exception {
    at("2026-01-13T12:00:00Z");
    override("sim-oncall", "2026-01-14T18:00:00Z", "2026-01-15T18:00:00Z")
        .andExpect(status().isBadRequest())
        .andExpect(
            jsonPath("$.detail", containsString("person: 'sim-oncall' is not in the directory")));
    override("oncall1", "2026-01-14T18:00:00Z", "2026-01-15T18:00:00Z")
        .andExpect(status().isCreated());
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void a_removed_override_stays_on_record_and_counts_for_the_time_before() throws Exception {
    at("2026-01-13T12:00:00Z");
    var running = id(override("oncall1", null, "2026-01-15T18:00:00Z"));
    var coming = id(override("oncall1", "2026-01-16T00:00:00Z", "2026-01-17T00:00:00Z"));
    at("2026-01-13T15:00:00Z");
    web.perform(
            delete(OVERRIDE, running)
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"reason\": \"Back early\"}"))
        .andExpect(status().isNoContent());
    web.perform(delete(OVERRIDE, coming).with(csrf())).andExpect(status().isNoContent());

    web.perform(get("/api/v1/oncall/primary")).andExpect(jsonPath("$.person").value("oncall2"));
    web.perform(get(SHIFTS, "2026-01-13T00:00:00Z", "2026-01-18T00:00:00Z"))
        .andExpect(jsonPath("$[*].person", contains("oncall2", "oncall1", "oncall2")))
        .andExpect(jsonPath("$[1].until").value("2026-01-13T15:00:00Z"));
    web.perform(get("/api/v1/oncall/primary/overrides")).andExpect(jsonPath("$", hasSize(0)));
    web.perform(get("/api/v1/oncall/primary/overrides").param("removed", "true"))
        .andExpect(jsonPath("$", hasSize(2)))
        .andExpect(jsonPath("$[0].removedBy").value("manager"))
        .andExpect(jsonPath("$[0].removedAt").value("2026-01-13T15:00:00Z"))
        .andExpect(jsonPath("$[0].removalReason").value("Back early"));
    web.perform(delete(OVERRIDE, running).with(csrf()))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.detail", containsString("removed at")));
    web.perform(delete(OVERRIDE, UUID.randomUUID()).with(csrf())).andExpect(status().isNotFound());
    web.perform(delete("/api/v1/oncall/primary/overrides/x").with(csrf()))
        .andExpect(status().isBadRequest());

    // What stood in its way is free again.
    override("oncall1", "2026-01-16T00:00:00Z", "2026-01-17T00:00:00Z")
        .andExpect(status().isCreated());
    var past = id(override("oncall1", "2026-01-20T00:00:00Z", "2026-01-21T00:00:00Z"));
    at("2026-01-21T00:00:00Z");
    web.perform(delete(OVERRIDE, past).with(csrf())).andExpect(status().isConflict());
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void overrides_of_one_rotation_do_not_overlap() throws Exception {
    at("2026-01-13T12:00:00Z");
    override("oncall1", "2026-01-14T00:00:00Z", "2026-01-15T00:00:00Z")
        .andExpect(status().isCreated());
    override("commander", "2026-01-14T23:59:59Z", "2026-01-16T00:00:00Z")
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.detail", containsString("has an override already")));
    override("commander", "2026-01-15T00:00:00Z", "2026-01-16T00:00:00Z")
        .andExpect(status().isCreated());
    override("secondary", "oncall1", "2026-01-14T00:00:00Z", "2026-01-15T00:00:00Z")
        .andExpect(status().isCreated());
  }

  @Test
  void two_planners_at_once_make_one_override() throws Exception {
    at("2026-01-13T12:00:00Z");
    var both = Executors.newFixedThreadPool(4);
    try {
      var made =
          both.invokeAll(
              IntStream.range(0, 4)
                  .<Callable<Integer>>mapToObj(
                      n ->
                          () ->
                              web.perform(
                                      body("oncall1", null, "2026-01-15T18:00:00Z")
                                          .with(user("manager").authorities(MANAGEMENT)))
                                  .andReturn()
                                  .getResponse()
                                  .getStatus())
                  .toList());
      var answers = new ArrayList<Integer>();
      for (var answer : made) {
        answers.add(answer.get());
      }
      assertThat(answers).containsExactlyInAnyOrder(201, 409, 409, 409);
    } finally {
      both.shutdown();
    }
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void what_cannot_be_an_override_is_refused() throws Exception {
    at("2026-01-13T12:00:00Z");
    override("oncall1", "2026-01-13T11:59:59Z", "2026-01-14T00:00:00Z")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("from"))
        .andExpect(jsonPath("$.detail", containsString("in the past")));
    override("oncall1", null, "2026-01-13T12:00:00Z")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("until"));
    override("oncall1", "2026-01-15T00:00:00Z", "2026-01-14T00:00:00Z")
        .andExpect(status().isBadRequest());
    override("oncall1", null, "2026-04-13T12:00:01Z")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail", containsString("90 days")));
    override("oncall1", null, "+1000000000-01-01T00:00:00Z").andExpect(status().isBadRequest());
    override("nobody", null, "2026-01-15T00:00:00Z")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("person"));
    override("tertiary", "oncall1", null, "2026-01-15T00:00:00Z").andExpect(status().isNotFound());
    for (var body :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            "{\"person\": \"oncall1\", \"until\": \"2026-01-15T00:00:00Z\"}",
            "{\"person\": \"oncall1\", \"until\": \"2026-01-15T00:00:00Z\", \"reason\": \" \"}",
            "{\"person\": \"oncall1\", \"until\": \"tomorrow\", \"reason\": \"Dentist\"}",
            "{\"person\": \"oncall1\", \"reason\": \"Dentist\"}",
            "{\"person\": \"oncall1\", \"until\": \"2026-01-15T00:00:00Z\", \"reason\": \""
                + "x".repeat(4001)
                + "\"}")) {
      web.perform(
              post(OVERRIDES).with(csrf()).contentType(MediaType.APPLICATION_JSON).content(body))
          .andExpect(status().isBadRequest());
    }
  }

  @Test
  void only_planners_and_the_person_on_call_may_override() throws Exception {
    at("2026-01-13T12:00:00Z");
    var tomorrow = "2026-01-14T12:00:00Z";
    web.perform(body("oncall1", null, tomorrow)).andExpect(status().isUnauthorized());
    for (var group : List.of("responder", "technical-lead", "process-owner", "executives")) {
      web.perform(
              body("oncall1", null, tomorrow)
                  .with(user("techlead").authorities(createAuthorityList(group))))
          .andExpect(status().isForbidden());
    }
    // Their own time, but no more than that.
    var oncall2 = user("oncall2").authorities(createAuthorityList("responder"));
    web.perform(body("oncall1", null, "2026-01-19T09:00:01Z").with(oncall2))
        .andExpect(status().isForbidden());
    var made = id(web.perform(body("techlead", null, "2026-01-19T09:00:00Z").with(oncall2)));
    web.perform(body("oncall1", "2026-01-19T09:00:00Z", "2026-01-20T09:00:00Z").with(oncall2))
        .andExpect(status().isForbidden());
    web.perform(
            delete(OVERRIDE, made)
                .with(csrf())
                .with(user("scribe").authorities(createAuthorityList("responder"))))
        .andExpect(status().isForbidden());
    web.perform(delete(OVERRIDE, made).with(csrf()).with(oncall2))
        .andExpect(status().isNoContent());
    for (var group : List.of("management", "incident-commander", "camunda-admin")) {
      var id =
          id(
              web.perform(
                  body("oncall1", null, tomorrow)
                      .with(user("somebody").authorities(createAuthorityList(group)))));
      web.perform(
              delete(OVERRIDE, id)
                  .with(csrf())
                  .with(user("other").authorities(createAuthorityList(group))))
          .andExpect(status().isNoContent());
    }
  }

  @Test
  @WithMockUser(username = "oncall1", authorities = "responder")
  void two_people_exchange_their_next_shifts() throws Exception {
    at("2026-01-13T12:00:00Z");
    swap("oncall2", "2026-01-20T00:00:00Z")
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$", hasSize(2)))
        .andExpect(jsonPath("$[0].person").value("oncall2"))
        .andExpect(jsonPath("$[0].from").value("2026-01-19T09:00:00Z"))
        .andExpect(jsonPath("$[0].until").value("2026-01-26T09:00:00Z"))
        .andExpect(jsonPath("$[1].person").value("oncall1"))
        .andExpect(jsonPath("$[1].from").value("2026-01-26T09:00:00Z"))
        .andExpect(jsonPath("$[1].until").value("2026-02-02T09:00:00Z"));
    web.perform(get(SHIFTS, "2026-01-12T09:00:00Z", "2026-02-09T09:00:00Z"))
        .andExpect(jsonPath("$[*].person", contains("oncall2", "oncall2", "oncall1", "oncall1")));
    // Exchanged already.
    at("2026-01-13T12:00:00Z");
    web.perform(
            post("/api/v1/oncall/swaps")
                .with(csrf())
                .with(user("manager").authorities(MANAGEMENT))
                .contentType(MediaType.APPLICATION_JSON)
                .content(swapBody("primary", "oncall1", "2026-01-20T00:00:00Z")))
        .andExpect(status().isConflict());
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void of_a_running_shift_the_rest_is_exchanged_and_a_swap_is_removed_as_a_whole()
      throws Exception {
    at("2026-01-13T12:00:00Z");
    var id =
        JsonPath.<String>read(
            swap("oncall1", null)
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$[0].from").value("2026-01-13T12:00:00Z"))
                .andExpect(jsonPath("$[0].until").value("2026-01-19T09:00:00Z"))
                .andExpect(jsonPath("$[1].from").value("2026-01-19T09:00:00Z"))
                .andReturn()
                .getResponse()
                .getContentAsString(),
            "$[1].id");
    web.perform(delete(OVERRIDE, id).with(csrf())).andExpect(status().isNoContent());
    web.perform(get(SHIFTS, "2026-01-12T09:00:00Z", "2026-01-26T09:00:00Z"))
        .andExpect(jsonPath("$[*].person", contains("oncall2", "oncall1")));
  }

  @Test
  @WithMockUser(username = "oncall2", authorities = "responder")
  void a_swap_that_cannot_be_is_refused() throws Exception {
    at("2026-01-13T12:00:00Z");
    swap("oncall2", null).andExpect(status().isBadRequest());
    swap("nobody", null).andExpect(status().isBadRequest());
    swap("techlead", null)
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail", containsString("use an override")));
    swap("oncall1", "2026-01-13T11:00:00Z").andExpect(status().isBadRequest());
    swap("oncall2", "2026-01-20T00:00:00Z").andExpect(status().isForbidden());
    swap("tertiary", "oncall1", null).andExpect(status().isNotFound());
    assertThat(jdbc.sql("select count(*) from oncall_override").query(Long.class).single())
        .isZero();
  }

  @Test
  @WithMockUser(username = "manager", authorities = "management")
  void calendar_programs_get_a_feed_with_the_overrides_in_it() throws Exception {
    at("2026-01-13T12:00:00Z");
    override("oncall1", "2026-01-14T18:00:00Z", "2026-01-15T18:00:00Z");
    var feed =
        web.perform(get("/api/v1/oncall/primary.ics"))
            .andExpect(status().isOk())
            .andExpect(content().contentType("text/calendar;charset=UTF-8"))
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(feed)
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        .endsWith("END:VCALENDAR\r\n")
        .contains(
            "UID:oncall-primary-20260112T090000Z@tocsin\r\n",
            "DTSTART:20260112T090000Z\r\nDTEND:20260114T180000Z\r\n",
            "DTSTART:20260114T180000Z\r\nDTEND:20260115T180000Z\r\n"
                + "SUMMARY:On call primary: Ines Costa\r\n",
            "DTSTART:20260115T180000Z\r\nDTEND:20260119T090000Z\r\n");
    // One week and the two parts of the week that is cut, then to the 180th day.
    assertThat(feed.split("BEGIN:VEVENT", -1)).hasSize(1 + 1 + 3 + 25);
    web.perform(get("/api/v1/oncall/tertiary.ics"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail", containsString("There is no rotation 'tertiary'")));
  }

  @Test
  void calendar_programs_sign_in_with_every_request() throws Exception {
    web.perform(get("/api/v1/oncall/primary.ics")).andExpect(status().isUnauthorized());
    web.perform(get("/api/v1/oncall/primary.ics").with(httpBasic("oncall1", "tocsin")))
        .andExpect(status().isOk());
  }

  @Test
  @WithMockUser
  void gaps_are_listed() throws Exception {
    at("2026-01-01T00:00:00Z");
    web.perform(get("/api/v1/oncall/gaps"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[*].rotation", contains("primary", "secondary", "commander")))
        .andExpect(jsonPath("$[0].kind").value("nobody"))
        .andExpect(jsonPath("$[0].from").value("2026-01-01T00:00:00Z"))
        .andExpect(jsonPath("$[0].until").value("2026-01-05T09:00:00Z"))
        .andExpect(jsonPath("$[0].reason", containsString("starts at 2026-01-05T09:00:00Z")));
    at("2026-01-13T00:00:00Z");
    web.perform(get("/api/v1/oncall/gaps")).andExpect(jsonPath("$", hasSize(0)));
    web.perform(get("/api/v1/oncall/gaps").param("until", "2025-01-01T00:00:00Z"))
        .andExpect(status().isBadRequest());
  }

  @Test
  void how_to_reach_people_is_for_responders() throws Exception {
    at("2026-01-16T18:00:00Z");
    var responder = user("scribe").authorities(createAuthorityList("responder", "scribe"));
    var executive = user("exec").authorities(createAuthorityList("executives"));
    web.perform(get("/api/v1/people").with(responder))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[?(@.id == 'oncall1')].phone").value("+15550100005"))
        .andExpect(jsonPath("$[?(@.id == 'oncall1')].email").value("oncall1@example.org"));
    web.perform(get("/api/v1/people").with(executive))
        .andExpect(jsonPath("$[?(@.id == 'oncall1')].name").value("Ines Costa"))
        .andExpect(
            jsonPath("$[?(@.id == 'oncall1')].groups[*]", contains("responder", "technical-lead")))
        .andExpect(jsonPath("$[*].phone", everyItem(nullValue())))
        .andExpect(jsonPath("$[*].email", everyItem(nullValue())));
    web.perform(get("/api/v1/contacts").with(responder))
        .andExpect(jsonPath("$[?(@.id == 'authorities')].kind").value("authority"))
        .andExpect(
            jsonPath("$[?(@.id == 'authorities')].hours")
                .value("Mon-Fri 08:00-16:00 Europe/Berlin"))
        .andExpect(jsonPath("$[?(@.id == 'authorities')].open").value(false))
        .andExpect(jsonPath("$[?(@.id == 'authorities')].opensAt").value("2026-01-19T07:00:00Z"))
        .andExpect(jsonPath("$[?(@.id == 'cloud-provider')].hours").value("24/7"))
        .andExpect(jsonPath("$[?(@.id == 'cloud-provider')].open").value(true))
        .andExpect(
            jsonPath("$[?(@.id == 'cloud-provider')].email").value("cloud-provider@example.org"));
    web.perform(get("/api/v1/contacts").with(executive))
        .andExpect(jsonPath("$[*].email", everyItem(nullValue())));
    web.perform(get("/api/v1/people")).andExpect(status().isUnauthorized());
    web.perform(get("/api/v1/contacts")).andExpect(status().isUnauthorized());
  }

  @Test
  void needs_a_sign_in() throws Exception {
    web.perform(get("/api/v1/oncall")).andExpect(status().isUnauthorized());
  }

  private static void at(String now) {
    ClockUtil.setCurrentTime(Date.from(Instant.parse(now)));
  }

  private ResultActions override(String person, @Nullable String from, String until)
      throws Exception {
    return override("primary", person, from, until);
  }

  private ResultActions override(
      String rotation, String person, @Nullable String from, String until) throws Exception {
    return web.perform(body(rotation, person, from, until));
  }

  private static MockHttpServletRequestBuilder body(
      String person, @Nullable String from, String until) {
    return body("primary", person, from, until);
  }

  private static MockHttpServletRequestBuilder body(
      String rotation, String person, @Nullable String from, String until) {
    var start = from == null ? "" : "\"from\": \"%s\",".formatted(from);
    return post("/api/v1/oncall/{rotation}/overrides", rotation)
        .with(csrf())
        .contentType(MediaType.APPLICATION_JSON)
        .content(
            "{%s \"person\": \"%s\", \"until\": \"%s\", \"reason\": \"Dentist\"}"
                .formatted(start, person, until));
  }

  private ResultActions swap(String with, @Nullable String from) throws Exception {
    return swap("primary", with, from);
  }

  private ResultActions swap(String rotation, String with, @Nullable String from) throws Exception {
    return web.perform(
        post("/api/v1/oncall/swaps")
            .with(csrf())
            .contentType(MediaType.APPLICATION_JSON)
            .content(swapBody(rotation, with, from)));
  }

  private static String swapBody(String rotation, String with, @Nullable String from) {
    return "{%s \"rotation\": \"%s\", \"with\": \"%s\", \"reason\": \"Holiday\"}"
        .formatted(from == null ? "" : "\"from\": \"%s\",".formatted(from), rotation, with);
  }

  private static String id(ResultActions made) throws Exception {
    return JsonPath.read(
        made.andExpect(status().isCreated()).andReturn().getResponse().getContentAsString(),
        "$.id");
  }
}
