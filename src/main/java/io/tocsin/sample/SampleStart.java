package io.tocsin.sample;

import io.tocsin.incident.PastIncidents;
import io.tocsin.training.SampleTrainings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes the sample once, where there is no incident yet. It is not worth a failed start. */
@Component
@ConditionalOnProperty("tocsin.sample.history")
class SampleStart {

  private static final Logger LOG = LoggerFactory.getLogger(SampleStart.class);

  /** "samp": one node at a time looks and writes. */
  private static final long LOCK = 0x73616d70L;

  private final PastIncidents past;
  private final SampleHistory history;
  private final SampleTrainings trainings;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  SampleStart(
      PastIncidents past,
      SampleHistory history,
      SampleTrainings trainings,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.past = past;
    this.history = history;
    this.trainings = trainings;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    try {
      transaction.executeWithoutResult(status -> write());
    } catch (RuntimeException e) {
      LOG.warn("The sample of past incidents could not be written; everything else works", e);
    }
  }

  void write() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
    if (!past.none()) {
      return;
    }
    var begin = System.nanoTime();
    var numbers = history.write();
    trainings.write();
    LOG.info(
        "Sample: {} past incidents that never were, written in {} ms; tocsin.sample.history=false"
            + " leaves them out",
        numbers.size(),
        (System.nanoTime() - begin) / 1_000_000);
  }
}
