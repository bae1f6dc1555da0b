package io.tocsin.operation;

import javax.sql.DataSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** How the running system is. */
@Component
class Diagnostics {

  private final DataSource database;
  private final ConfigurableEnvironment environment;

  Diagnostics(DataSource database, ConfigurableEnvironment environment) {
    this.database = database;
    this.environment = environment;
  }

  String report() {
    return new DiagnosticReport(environment, database).text();
  }
}
