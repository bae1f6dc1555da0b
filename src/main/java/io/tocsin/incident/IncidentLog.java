package io.tocsin.incident;

import io.tocsin.logs.LogContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Lets whoever reads the log find an incident in it. The timeline says what happened: here stand no
 * words of people.
 */
@Component
class IncidentLog {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentLog.class);

  /** After the commit: what is taken back was not. */
  @TransactionalEventListener(fallbackExecution = true)
  void on(IncidentChanged change) {
    var now = change.now();
    switch (change.what()) {
      case DECLARED, STATUS, SEVERITY, ACKNOWLEDGED -> {
        try (var lines = LogContext.of(now.number())) {
          LOG.info(
              "{}: {}, level {}, policy {}",
              change.what().name().toLowerCase(java.util.Locale.ROOT),
              now.status().word(),
              now.severity(),
              now.policy());
        }
      }
      default -> {
        // The timeline has it.
      }
    }
  }
}
