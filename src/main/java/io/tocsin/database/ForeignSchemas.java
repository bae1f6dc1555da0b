package io.tocsin.database;

import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Tables that belong to libraries, created by Flyway from the scripts in the libraries' own jars,
 * so that one tool owns the whole schema and two nodes may start at once on an empty database.
 */
@Configuration(proxyBeanMethods = false)
class ForeignSchemas {

  @Bean
  JavaMigration engineSchema() {
    var create = "org/camunda/bpm/engine/db/create/activiti.postgres.create.%s.sql";
    return new ScriptMigration(
        "1",
        "camunda 7.24",
        List.of(
                "engine",
                "history",
                "identity",
                "case.engine",
                "case.history",
                "decision.engine",
                "decision.history")
            .stream()
            .map(create::formatted)
            .toList());
  }

  @Bean
  JavaMigration sessionSchema() {
    return new ScriptMigration(
        "2", "spring session", List.of("org/springframework/session/jdbc/schema-postgresql.sql"));
  }

  private static final class ScriptMigration extends BaseJavaMigration {

    private final MigrationVersion version;
    private final String description;
    private final List<String> scripts;

    ScriptMigration(String version, String description, List<String> scripts) {
      this.version = MigrationVersion.fromVersion(version);
      this.description = description;
      this.scripts = scripts;
    }

    @Override
    @SuppressWarnings("NullAway") // the constructor of the library's class asks before ours has run
    protected void init() {}

    @Override
    public MigrationVersion getVersion() {
      return version;
    }

    @Override
    public String getDescription() {
      return description;
    }

    @Override
    public void migrate(Context context) {
      for (var script : scripts) {
        ScriptUtils.executeSqlScript(context.getConnection(), new ClassPathResource(script));
      }
    }
  }
}
