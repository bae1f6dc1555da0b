package io.tocsin;

import io.tocsin.operation.DiagnoseCommand;
import io.tocsin.privacy.ForgetCommand;
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
    if (DiagnoseCommand.asked(args)) {
      var answer = DiagnoseCommand.run(args);
      System.out.println(answer.text());
      System.exit(answer.fit() ? 0 : 1);
    }
    if (ForgetCommand.asked(args)) {
      var answer = ForgetCommand.run(args);
      System.out.print(answer.text());
      System.exit(answer.done() ? 0 : 1);
    }
    SpringApplication.run(TocsinApplication.class, args);
  }
}
