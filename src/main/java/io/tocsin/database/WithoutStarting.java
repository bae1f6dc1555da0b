package io.tocsin.database;

import java.util.Map;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** For commands: the configuration of a start and its database, and nothing is started. */
public final class WithoutStarting {

  private WithoutStarting() {}

  /**
   * Does something with both. The database may be out of reach.
   *
   * @param arguments of the command line, which count as settings
   * @param patience seconds that one statement may take
   */
  public static <T> T with(
      String[] arguments, int patience, BiFunction<ConfigurableEnvironment, DataSource, T> work) {
    var application =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .properties(
                Map.of("logging.level.root", "error", "spring.main.lazy-initialization", true));
    try (var context = application.run(arguments)) {
      return work.apply(context.getEnvironment(), database(context.getEnvironment(), patience));
    }
  }

  /** One connection at a time, and a short wait for it. */
  private static DataSource database(Environment environment, int patience) {
    var url = environment.getProperty("spring.datasource.url", "");
    var embedded =
        "jdbc:postgresql://127.0.0.1:%s/postgres"
            .formatted(environment.getProperty("tocsin.embedded-postgres.port", "54329"));
    var used = url.isBlank() ? embedded : url;
    return new DriverManagerDataSource(
        used + (used.contains("?") ? "&" : "?") + "connectTimeout=5&socketTimeout=" + patience,
        url.isBlank() ? "postgres" : environment.getProperty("spring.datasource.username", ""),
        url.isBlank() ? "" : environment.getProperty("spring.datasource.password", ""));
  }

  /** No beans: the environment is all that is wanted. */
  static final class Nothing {}
}
