package io.tocsin.routine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What everybody reads of a round says nothing of what only some may know of. */
@TocsinTest
class RoundReportTest {

  /** Nothing else was declared in it. */
  private static final Instant MAY = Instant.parse("2019-05-15T10:00:00Z");

  @Autowired RoundReport report;
  @Autowired JdbcClient jdbc;

  @Test
  void countsOnlyWhatEverybodyMayRead() {
    incident("ddos", false);
    var before = report.write(june());
    assertThat(before)
        .contains("- Incidents: 1", "- Kinds: ddos 1", "- Levels: 2 1")
        .contains("**Action items**\n- Open: ");

    incident("security-incident", true);

    assertThat(report.write(june())).isEqualTo(before);
  }

  @Test
  void countsNothingThatTheReviewOfADrillSays() {
    var before = report.write(june());

    drill("review");
    assertThat(report.write(june())).isEqualTo(before);

    drill("debrief");
    assertThat(report.write(june())).as("as real as any other").isNotEqualTo(before);
  }

  private static Round june() {
    return new Round(
        0,
        "smartbeak",
        "incident-review",
        "2019-06",
        LocalDate.of(2019, 6, 1),
        LocalDate.of(2019, 7, 1),
        "P1M",
        "Title",
        "Text",
        "management",
        "review",
        Round.State.OPEN,
        MAY,
        "tocsin",
        MAY,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Declared in May, with an action item that is open. */
  private void incident(String kind, boolean restricted) {
    incident("INC", kind, restricted, "api");
  }

  private void drill(String origin) {
    incident("DRILL", "ddos", false, origin);
  }

  private void incident(String prefix, String kind, boolean restricted, String origin) {
    var number = prefix + "-2019-05-15-" + UUID.randomUUID();
    jdbc.sql(
            "insert into incident (number, version, title, policy, severity, severity_label,"
                + " severity_confirmed, status, kind, security, drill, services, links,"
                + " declared_at, root_cause_confirmed, whys, recent_change, reopenings)"
                + " values (?, 1, 'Sample', 'smartbeak', 2, 'Severity', true, 'closed', ?, ?,"
                + " ?, '{}', '{}', ?, false, '{}', false, 0)")
        .params(number, kind, restricted, prefix.equals("DRILL"), Timestamp.from(MAY))
        .update();
    jdbc.sql(
            "insert into action_item (incident, title, kind, owner, due_date, due_at, origin,"
                + " created_at, created_by) values (?, 'Sample', 'other', 'owner', ?, ?, ?, ?,"
                + " 'owner')")
        .params(number, LocalDate.of(2019, 6, 1), Timestamp.from(MAY), origin, Timestamp.from(MAY))
        .update();
  }
}
