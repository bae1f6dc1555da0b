package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

/** What is advised when the database cannot be used. */
class DatabaseFailureAnalyzerTest {

  @Test
  void nobodyIsToldToRestoreABackupForWhatTheNextStartMends() {
    var cut =
        new FlywayException(
            "Unable to insert row", new SQLException("terminating connection", "25P03"));
    assertThat(told(cut).getDescription()).contains("brought up to date", "Unable to insert row");
    assertThat(told(cut).getAction()).contains("Start again").doesNotContain("restore");
    var lock = new FlywayException("Number of retries exceeded");
    assertThat(told(lock).getAction()).contains("Start again").doesNotContain("restore");
  }

  @Test
  void aDatabaseOfAnotherVersionNeedsThatVersionOrItsBackup() {
    var other =
        new FlywayValidateException(
            new ErrorDetails(CoreErrorCode.CHECKSUM_MISMATCH, "Validate failed"),
            "Validate failed");
    assertThat(told(other).getDescription()).contains("does not match this version");
    assertThat(told(other).getAction()).contains("restore the backup");
  }

  @Test
  void aDatabaseThatIsNotReachedIsToldApart() {
    var away = new FlywayException("Unable to obtain", new SQLException("refused", "08001"));
    assertThat(told(away).getDescription()).contains("cannot be reached: refused");
  }

  private static FailureAnalysis told(FlywayException error) {
    var analysis = new DatabaseFailureAnalyzer(new MockEnvironment()).analyze(error);
    assertThat(analysis).isNotNull();
    return analysis;
  }
}
