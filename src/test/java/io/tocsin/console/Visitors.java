package io.tocsin.console;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Who looks at the pages in tests. */
final class Visitors {

  private Visitors() {}

  static RequestPostProcessor commander() {
    return visitor("commander", "incident-commander", "responder");
  }

  /** Somebody who responds, but does not lead. */
  static RequestPostProcessor support() {
    return visitor("support", "support-lead");
  }

  /** Somebody who may read only. */
  static RequestPostProcessor manager() {
    return visitor("manager", "management");
  }

  static RequestPostProcessor processOwner() {
    return visitor("owner", "process-owner");
  }

  static RequestPostProcessor administrator() {
    return visitor("admin", "camunda-admin");
  }

  private static RequestPostProcessor visitor(String id, String... groups) {
    return user(id).authorities(AuthorityUtils.createAuthorityList(groups));
  }
}
