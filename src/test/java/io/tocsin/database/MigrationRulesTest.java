package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * While an upgrade goes from node to node, older nodes run on the newer tables. A migration takes
 * nothing from them; what no release uses any more is dropped by a later one, which says so: {@code
 * -- contract: since <release> nobody uses it}.
 */
class MigrationRulesTest {

  /** Migrations before it were released when all nodes had to stop for an upgrade. */
  private static final int FROM = 65;

  private static final List<Pattern> TAKEN =
      List.of(
          rule("drop\\s+(table|column|view|type|sequence|schema|function)\\b"),
          rule("\\brename\\b"),
          rule("alter\\s+column\\s+\\w+\\s+(set\\s+data\\s+)?type\\b"),
          rule("set\\s+not\\s+null"),
          rule(
              "add\\s+(column\\s+)?(?!constraint|check|primary|foreign|unique)\\w+\\s[^,;]*not\\s+null(?![^,;]*default)(?<!default[^,;]{0,200})"),
          rule("\\btruncate\\b"));

  @Test
  void noMigrationTakesAnythingFromAnOlderNode() throws IOException {
    var files =
        new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql");
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(
            Arrays.stream(files)
                .filter(file -> number(file) >= FROM)
                .filter(file -> !harmless(text(file)))
                .map(Resource::getFilename))
        .as("migrations that are wrong for the nodes of the release before")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table incident drop column title;",
        "drop table incident;",
        "alter table incident rename column title to name;",
        "alter table incident alter column title type text;",
        "alter table incident alter column title set not null;",
        "alter table incident add column weight integer not null;",
        "alter table incident\n  add weight integer not null;",
        "truncate incident;"
      })
  void isToldWhatBreaksAnOlderNode(String sql) {
    assertThat(harmless(sql)).isFalse();
    assertThat(harmless("-- contract: since 1.4 nobody uses it\n" + sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table note (id uuid primary key, text text not null);",
        "alter table incident add column weight integer;",
        "alter table incident add column weight integer not null default 0;",
        "alter table incident add column weight integer default 0 not null;",
        "create index note_at on note (at);",
        "-- A column is never dropped here: drop column title"
      })
  void isNotToldWhatAddsSomething(String sql) {
    assertThat(harmless(sql)).isTrue();
  }

  private static boolean harmless(String sql) {
    if (sql.contains("-- contract: ")) {
      return true;
    }
    var statements = sql.replaceAll("--[^\n]*", "").replaceAll("(?is)create\\s+table[^;]*;", "");
    return TAKEN.stream().noneMatch(rule -> rule.matcher(statements).find());
  }

  private static int number(Resource file) {
    var name = String.valueOf(file.getFilename());
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  private static String text(Resource file) {
    try {
      return file.getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Pattern rule(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
