package io.tocsin;

import java.time.ZoneOffset;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Tocsin. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TocsinApplication {

  /** Runs the application with the JVM in UTC, so that the engine's timestamps have one meaning. */
  public static void main(String[] args) {
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
    SpringApplication.run(TocsinApplication.class, args);
  }
}
