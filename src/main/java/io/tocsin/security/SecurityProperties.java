package io.tocsin.security;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of sign-on, {@code tocsin.security}.
 *
 * @param admin the first administrator, created at start when there is none
 * @param workers programs that do actions near the systems, each with an account of its own
 */
@ConfigurationProperties("tocsin.security")
record SecurityProperties(@DefaultValue Admin admin, @DefaultValue List<Worker> workers) {

  /** Refuses two workers of one name. */
  SecurityProperties {
    workers = List.copyOf(workers);
    var seen = new HashSet<String>();
    for (var worker : workers) {
      if (!seen.add(worker.id())) {
        throw new IllegalArgumentException(
            "tocsin.security.workers: '" + worker.id() + "' is listed twice");
      }
    }
  }

  /** User name and password, from the environment. */
  record Admin(@Nullable String username, @Nullable String password) {

    @Override
    public String toString() {
      return "Admin[" + username + "]";
    }
  }

  /**
   * A worker.
   *
   * @param id what it signs in with
   * @param password from the environment
   * @param topics of the actions that it may do; everything else is closed to it
   */
  record Worker(String id, String password, Set<String> topics) {

    /** Refuses an account that could do nothing, or that anybody could use. */
    Worker {
      if (id == null || !id.matches("[a-z0-9][a-z0-9._-]*")) {
        throw new IllegalArgumentException(
            "tocsin.security.workers: the id '%s' takes small letters, digits, dots, hyphens and underscores"
                .formatted(id));
      }
      if (password == null || password.isBlank()) {
        throw new IllegalArgumentException(
            "tocsin.security.workers: '" + id + "' has no password; take it from the environment");
      }
      if (topics == null || topics.isEmpty()) {
        throw new IllegalArgumentException(
            "tocsin.security.workers: '" + id + "' has no topics; list those of its actions");
      }
      topics = Set.copyOf(topics);
    }

    @Override
    public String toString() {
      return "Worker[" + id + ", " + topics + "]";
    }
  }
}
