package io.tocsin.operation;

import io.tocsin.incident.UnreachedRecipients;
import javax.sql.DataSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** How the running system is. */
@Component
class Diagnostics {

  private final DataSource database;
  private final ConfigurableEnvironment environment;

  private final UnreachedRecipients recipients;

  Diagnostics(
      DataSource database, ConfigurableEnvironment environment, UnreachedRecipients recipients) {
    this.recipients = recipients;
    this.database = database;
    this.environment = environment;
  }

  String report() {
    return new DiagnosticReport(environment, database, recipients::byPolicy).text();
  }
}
