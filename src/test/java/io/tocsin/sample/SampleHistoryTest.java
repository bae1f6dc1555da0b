package io.tocsin.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Incidents;
import io.tocsin.incident.PastIncidents;
import io.tocsin.incident.Status;
import io.tocsin.policy.Policies;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a fresh sample shows. Written and rolled back: other tests look at the record. */
@TocsinTest
class SampleHistoryTest {

  @Autowired ApplicationContext context;
  @Autowired PastIncidents past;
  @Autowired Policies policies;
  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired PlatformTransactionManager transactions;

  @Test
  void isNotWrittenUnlessAskedFor() {
    assertThat(context.getBeanNamesForType(SampleStart.class)).isEmpty();
  }

  @Test
  void coversHalfAYearAndAllSampleServices() {
    var samples = SampleHistory.read();
    assertThat(samples).hasSizeBetween(35, 60);
    assertThat(samples)
        .extracting(SampleHistory.Sample::service)
        .contains("shop-web", "shop-api", "shop-db", "payments");
    assertThat(samples).anyMatch(one -> one.days() > 165).anyMatch(one -> one.days() < 31);
    assertThat(samples)
        .allMatch(one -> one.acknowledged() < one.resolved() && one.mitigated() < one.resolved());
  }

  @Test
  void saysOfItselfThatItIsASample() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              var numbers = new SampleHistory(past, policies, jdbc, clock).write();
              assertThat(numbers).hasSize(SampleHistory.read().size()).doesNotHaveDuplicates();
              var one = incidents.get(numbers.get(0));
              assertThat(one.status()).isEqualTo(Status.CLOSED);
              assertThat(one.title()).endsWith("(sample)");
              assertThat(one.description()).startsWith("Sample data: this incident never was.");
              assertThat(
                      jdbc.sql(
                              "select count(*) from timeline_entry where incident in (:numbers)"
                                  + " and source <> 'sample'")
                          .param("numbers", numbers)
                          .query(Long.class)
                          .single())
                  .isZero();
              assertThat(
                      jdbc.sql(
                              "select count(*) from review r join incident i on i.number ="
                                  + " r.incident where r.incident in (:numbers) and"
                                  + " (r.resolution is distinct from i.resolution or"
                                  + " jsonb_array_length(r.action_items) <> (select count(*) from"
                                  + " action_item a where a.incident = r.incident))")
                          .param("numbers", numbers)
                          .query(Long.class)
                          .single())
                  .as("reviews say what the record says")
                  .isZero();
              status.setRollbackOnly();
            });
  }
}
