package io.tocsin.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/** A migration of a large table may take longer than any other statement: it is waited for. */
@Component
class PatientMigrations implements FlywayConfigurationCustomizer {

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.dataSource(new Patient(configuration.getDataSource()));
  }

  private static final class Patient extends DelegatingDataSource {

    Patient(DataSource pool) {
      super(pool);
    }

    /** The pool takes the limit back to its own when the connection is returned. */
    @Override
    public Connection getConnection() throws SQLException {
      var connection = super.getConnection();
      connection.setNetworkTimeout(Runnable::run, 0);
      return connection;
    }
  }
}
