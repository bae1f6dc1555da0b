package io.tocsin.operation;

import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * {@code --tocsin.diagnose}: prints how the system is and ends. Reads the same configuration as a
 * start, but starts nothing: no migration, no engine, no port. It may run beside a running Tocsin,
 * and tells why one does not start.
 */
public final class DiagnoseCommand {

  private static final String ARGUMENT = "--tocsin.diagnose";

  private DiagnoseCommand() {}

  /** Returns whether the arguments ask for it. */
  public static boolean asked(String... arguments) {
    return Arrays.stream(arguments)
        .anyMatch(argument -> argument.equals(ARGUMENT) || argument.equals(ARGUMENT + "=true"));
  }

  /** Returns the report. */
  public static String run(String... arguments) {
    var application =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .properties(
                Map.of("logging.level.root", "error", "spring.main.lazy-initialization", true));
    try (var context = application.run(arguments)) {
      return new DiagnosticReport(context.getEnvironment(), database(context.getEnvironment()))
          .text();
    }
  }

  /** One connection at a time, and a short wait for it. */
  private static DataSource database(Environment environment) {
    var url = environment.getProperty("spring.datasource.url", "");
    var embedded =
        "jdbc:postgresql://127.0.0.1:%s/postgres"
            .formatted(environment.getProperty("tocsin.embedded-postgres.port", "54329"));
    var used = url.isBlank() ? embedded : url;
    var source =
        new DriverManagerDataSource(
            used + (used.contains("?") ? "&" : "?") + "connectTimeout=5&socketTimeout=20",
            url.isBlank() ? "postgres" : environment.getProperty("spring.datasource.username", ""),
            url.isBlank() ? "" : environment.getProperty("spring.datasource.password", ""));
    return source;
  }

  /** No beans: the environment is all that is wanted. */
  static final class Nothing {}
}
