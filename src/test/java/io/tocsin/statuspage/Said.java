package io.tocsin.statuspage;

import io.tocsin.engine.Atomic;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.support.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Says things to the public in tests. */
final class Said {

  static final List<String> PATHS =
      List.of(
          "/status",
          "/status/history",
          "/status/api/v2/summary.json",
          "/status/api/v2/status.json",
          "/status/api/v2/components.json",
          "/status/api/v2/incidents.json",
          "/status/api/v2/incidents/unresolved.json",
          "/status/history.atom",
          "/status/banner.json",
          "/status/banner.js");

  private final StatusPage page;
  private final Atomic atomic;
  private final Response response;

  Said(StatusPage page, Atomic atomic, Response response) {
    this.page = page;
    this.atomic = atomic;
    this.response = response;
  }

  /** What other tests have said is in the way. */
  static void forget(JdbcTemplate jdbc) {
    jdbc.update("delete from status_push");
    jdbc.update("delete from public_post");
    jdbc.update("delete from public_incident");
    jdbc.update("delete from subscription_request");
    jdbc.update("delete from status_subscriber");
  }

  String incident() {
    return response.declare("2");
  }

  UUID say(String incident, PublicStatus status, int level, String title, String body, Instant at) {
    return say(incident, status, level, title, body, at, List.of("checkout", "shop-parsify"));
  }

  UUID say(
      String incident,
      PublicStatus status,
      int level,
      String title,
      String body,
      Instant at,
      List<String> services) {
    var post =
        new PublicPost(
            UUID.randomUUID(),
            incident,
            status,
            title,
            body,
            services,
            level,
            at,
            status == PublicStatus.RESOLVED ? null : at.plusSeconds(1_800),
            level <= 2);
    atomic.run(() -> page.post(post));
    return post.id();
  }
}
