package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
class TimelineTest {

  @Autowired Timeline timeline;
  @Autowired Response response;
  @Autowired JdbcClient jdbc;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update timeline_entry set text = 'It was not me'",
        "update timeline_entry set at = now() where incident = ?",
        "delete from timeline_entry where incident = ?",
        "delete from timeline_entry",
        "truncate timeline_entry"
      })
  void theDatabaseItselfRefusesToChangeHistory(String statement) {
    var number = response.declare("3");
    var before = timeline.of(number, 0);
    assertThat(before).isNotEmpty();
    var sql = jdbc.sql(statement);
    assertThatThrownBy(() -> (statement.contains("?") ? sql.param(number) : sql).update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("append-only");
    assertThat(timeline.of(number, 0)).isEqualTo(before);
  }

  @Test
  void eachLineSaysWhoByWhatWayAndWhen() {
    var at = Instant.parse("2026-02-10T14:30:00.123Z");
    var number = response.declare("3");
    response.at(at);
    var last = timeline.of(number, 0).get(timeline.of(number, 0).size() - 1).id();
    timeline.add(number, Actor.console("scribe"), "note", "Called the provider");
    assertThat(timeline.of(number, last))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.at()).isEqualTo(at);
              assertThat(line.actor()).isEqualTo("scribe");
              assertThat(line.source()).isEqualTo("console");
              assertThat(line.kind()).isEqualTo("note");
              assertThat(line.text()).isEqualTo("Called the provider");
            });
  }

  @Test
  void aTextThatWouldFillTheRecordIsCut() {
    var number = response.declare("3");
    timeline.add(number, Actor.ENGINE, "action", "x".repeat(1_000_000));
    assertThat(timeline.last(number, "action"))
        .get()
        .extracting(TimelineEntry::text)
        .satisfies(text -> assertThat(text).hasSizeLessThan(20_100).endsWith("(cut)"));
  }
}
