package io.tocsin.e2e;

import io.tocsin.TocsinApplication;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The release after this one: it has a delegate, and a table, that this one does not know. */
public final class NextTocsin {

  private NextTocsin() {}

  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(new Class<?>[] {TocsinApplication.class, Added.class}, args);
  }

  /** Without an annotation: the application of the other tests must not find it. */
  static class Added {

    @Bean
    JavaDelegate nextReleaseDelegate(JdbcClient jdbc) {
      return execution ->
          jdbc.sql("insert into next_release (incident) values (?)")
              .param(execution.getProcessBusinessKey())
              .update();
    }
  }
}
