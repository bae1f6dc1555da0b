package io.tocsin.e2e;

import io.tocsin.support.FakeMail;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The application as {@code mvn spring-boot:run} starts it, with its sample people and services and
 * the job executor running; only port, data folder and mail server are the test's own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.DEFINED_PORT,
    properties = {
      "tocsin.data-dir=target/test-data/${random.uuid}",
      "tocsin.embedded-postgres.port=0",
      "tocsin.embedded-postgres.binaries-dir=target/postgres-binaries",
      // Tests look at the record as they have made it.
      "tocsin.sample.history=false",
      // Known before any bean is made, or no mail sender is; the port follows.
      "spring.mail.host=127.0.0.1"
    })
@ContextConfiguration(initializers = FreePort.Initializer.class)
@Import(FakeMail.class)
public @interface LiveTocsinTest {}
