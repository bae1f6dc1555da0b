package io.tocsin.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A mail server in the test's JVM; mail settings point to it. */
@TestConfiguration(proxyBeanMethods = false)
public class FakeMail {

  @Bean(initMethod = "start", destroyMethod = "stop")
  GreenMail greenMail() {
    return new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  @Bean
  DynamicPropertyRegistrar mailProperties(GreenMail mail) {
    return registry -> registry.add("spring.mail.port", () -> mail.getSmtp().getPort());
  }
}
