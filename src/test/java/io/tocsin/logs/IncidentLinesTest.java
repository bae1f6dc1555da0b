package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.FailingModel;
import io.tocsin.support.LogLines;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Whatever is logged while something is done for an incident names the incident. */
@TocsinTest
class IncidentLinesTest {

  private static final String SQL = "org.springframework.jdbc.core.JdbcTemplate";

  @Autowired Response response;
  @Autowired ProcessEngine engine;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired MockMvcTester http;

  private String deployment = "";

  @AfterEach
  void takeBack() {
    LogContext.clear();
    if (!deployment.isEmpty()) {
      repository.deleteDeployment(deployment, true);
    }
  }

  @Test
  void theLinesOfADelegateNameIncidentModelAndStep() {
    try (var lines = LogLines.of(SQL, Level.DEBUG)) {
      var number = response.declare("2");

      assertThat(lines.with("Executing"))
          .filteredOn(line -> line.getMDCPropertyMap().containsKey(LogContext.ACTIVITY))
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line.getMDCPropertyMap())
                      .containsKey(LogContext.MODEL)
                      .hasEntrySatisfying(
                          LogContext.INCIDENT, key -> assertThat(key).startsWith(number)));
    }
    nothingIsLeft();
  }

  @Test
  void aFailingJobIsLoggedWithItsIncidentAndNothingStaysInTheThread() {
    var number = response.declare("4");
    var job = failing(number);
    try (var lines = LogLines.of("org.camunda.bpm.engine", Level.WARN)) {
      runAsTheJobExecutor(job);

      assertThat(lines.with(job))
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line.getMDCPropertyMap())
                      .containsEntry(LogContext.INCIDENT, number)
                      .containsEntry(LogContext.MODEL, "fails-loudly")
                      .containsEntry(LogContext.ACTIVITY, "Task_fails"));
    }
    nothingIsLeft();
  }

  @Test
  void aRequestForAnIncidentNamesItAndWhoAsks() {
    var number = response.declare("4");
    try (var lines = LogLines.of(SQL, Level.DEBUG)) {
      var answer =
          http.get()
              .uri("/api/v1/incidents/" + number)
              .with(httpBasic("commander", "tocsin"))
              .exchange();

      assertThat(answer).hasStatusOk();
      var request = answer.getResponse().getHeader(RequestLog.HEADER);
      assertThat(lines.with("timeline_entry").toList())
          .as("what was read for the answer")
          .allSatisfy(
              line ->
                  assertThat(line.getMDCPropertyMap()).containsEntry(LogContext.REQUEST, request));
      assertThat(lines.with("incident"))
          .anySatisfy(
              line ->
                  assertThat(line.getMDCPropertyMap())
                      .containsEntry(LogContext.INCIDENT, number)
                      .containsEntry(LogContext.USER, "commander")
                      .containsEntry(LogContext.REQUEST, request));
    }
    nothingIsLeft();
  }

  @Test
  void aDeclarationIsLoggedByItsNumberAndNotByItsTitle() {
    try (var lines = LogLines.of("io.tocsin.incident", Level.INFO)) {
      var number = response.declare("3");

      assertThat(lines.with("declared"))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getMDCPropertyMap()).containsEntry(LogContext.INCIDENT, number);
                assertThat(line.getFormattedMessage())
                    .matches("declared: \\w+, level \\d, policy \\w+");
              });
    }
  }

  @Test
  void theLinesOfAnAlertThatJoinsAnOpenIncidentNameIt() throws Exception {
    var service = "s-" + UUID.randomUUID();
    var number = number(alert(service, "The first"));
    try (var lines = LogLines.of(SQL, Level.DEBUG)) {
      var answer = alert(service, "The second");

      assertThat(number(answer)).as("joined").isEqualTo(number);
      var request = answer.getResponse().getHeader(RequestLog.HEADER);
      assertThat(lines.with("timeline_entry"))
          .as("the alert on the timeline")
          .extracting(ILoggingEvent::getMDCPropertyMap)
          .filteredOn(belongs -> request.equals(belongs.get(LogContext.REQUEST)))
          .isNotEmpty()
          .allSatisfy(belongs -> assertThat(belongs).containsEntry(LogContext.INCIDENT, number));
    }
    nothingIsLeft();
  }

  private MvcTestResult alert(String service, String title) {
    return http.post()
        .uri("/api/v1/alerts/generic")
        .header("Authorization", "Bearer local-alerts")
        .contentType(MediaType.APPLICATION_JSON)
        .content(
            """
            {"title": "%s", "service": "%s", "severity": "high"}
            """
                .formatted(title, service))
        .exchange();
  }

  private static String number(MvcTestResult answer) throws Exception {
    assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
    return JsonPath.read(answer.getResponse().getContentAsString(), "$.incidents[0]");
  }

  @Test
  void aTextWithLineBreaksForgesNoLineOfTheConsole() {
    LogContext.about("INC-2026-02-10-001#7");
    var forged = "2026-02-10T00:00:00.000Z ERROR [main] INC-2026-02-10-009 io.tocsin: forged";
    var failure = new IllegalStateException("broken\n" + forged);

    var text = console("A title\r" + forged + "\r\n" + forged + "\nend", failure);

    assertThat(text.lines().findFirst().orElseThrow())
        .contains(" INFO", " INC-2026-02-10-001 ", "A title")
        .doesNotContain("#7");
    assertThat(text.split("[\r\n]+"))
        .filteredOn(line -> line.contains("forged"))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("    "));
    LogContext.about("x\n" + forged);
    assertThat(console("Said", null)).doesNotContain("forged").hasLineCount(1);
    LogContext.about("#monitor-5");
    assertThat(console("Said", null)).doesNotContain("monitor");
  }

  private static String console(String message, Throwable failure) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("CONSOLE");
    var event = new LoggingEvent("", context.getLogger("test"), Level.INFO, message, failure, null);
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private String failing(String number) {
    deployment = FailingModel.deploy(repository, "fails-loudly");
    var instance = runtime.startProcessInstanceByKey("fails-loudly", number).getId();
    return management.createJobQuery().processInstanceId(instance).singleResult().getId();
  }

  /** The job executor takes no jobs in tests; what it runs, it runs only while it is at work. */
  private void runAsTheJobExecutor(String job) {
    var settings = ((ProcessEngineImpl) engine).getProcessEngineConfiguration();
    var idle = settings.getJobExecutor();
    var working = mock(JobExecutor.class);
    when(working.isActive()).thenReturn(true);
    settings.setJobExecutor(working);
    try {
      new ExecuteJobsRunnable(List.of(job), (ProcessEngineImpl) engine).run();
    } finally {
      settings.setJobExecutor(idle);
    }
  }

  private static void nothingIsLeft() {
    assertThat(Objects.requireNonNullElse(MDC.getCopyOfContextMap(), java.util.Map.of())).isEmpty();
  }
}
