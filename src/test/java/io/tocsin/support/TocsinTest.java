package io.tocsin.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/**
 * The whole application on a real PostgreSQL, one context for all tests. The job executor is off:
 * jobs are run by the test, which also sets the clock.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "tocsin.data-dir=target/test-data/${random.uuid}",
      "tocsin.embedded-postgres.port=0",
      "tocsin.embedded-postgres.binaries-dir=target/postgres-binaries",
      // No test of this kind pulls the plug, and waiting for the disk is most of their time.
      "spring.datasource.hikari.connection-init-sql=set synchronous_commit to off",
      // Off in tests otherwise.
      "management.prometheus.metrics.export.enabled=true",
      // Their jobs would be found among those that a test looks for.
      "tocsin.monitors.enabled=false",
      // Tests look at the record as they have made it.
      "tocsin.sample.history=false",
      // Tests sign in as anybody from one address, often with a wrong password.
      "tocsin.security.sign-in.pair.burst=100000",
      "tocsin.security.sign-in.account.burst=100000",
      "tocsin.security.sign-in.address.burst=100000",
      // The issuer is that of FakeProvider; settings are looked at before it is there.
      "tocsin.security.oidc.issuer=http://127.0.0.1",
      "tocsin.security.oidc.client-id=tocsin",
      "tocsin.security.oidc.client-secret=secret-of-the-client",
      "tocsin.security.oidc.name=Example",
      "tocsin.security.oidc.user-suffix=@example.org",
      "tocsin.security.oidc.groups.oncall=responder,technical-lead",
      "tocsin.security.oidc.groups.bosses=management",
      // Known before any bean is made, or no mail sender is; the port follows.
      "spring.mail.host=127.0.0.1",
      "tocsin.alerts.heartbeats.backup.every=1h",
      "tocsin.alerts.heartbeats.backup.grace=5m",
      "tocsin.alerts.heartbeats.backup.service=backup",
      "tocsin.alerts.heartbeats.backup.severity=high",
      "tocsin.alerts.heartbeats.backup.token=local-heartbeat"
    })
@AutoConfigureMockMvc
@Import({
  FakeMail.class,
  FakeProvider.class,
  FakeServices.class,
  Response.class,
  Jobs.class,
  Moves.class
})
@TestExecutionListeners(listeners = ResetClock.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface TocsinTest {}
