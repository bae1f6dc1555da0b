package io.tocsin.statuspage;

import io.tocsin.engine.OlderNodesGone;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.wall.DrillWall;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the public was told. */
@Service
@Transactional
public class StatusPage {

  private final JdbcClient jdbc;
  private final Looks looks;
  private final StatusPageProperties properties;
  private final IncidentProperties addresses;
  private final ResponseProcess process;

  StatusPage(
      JdbcClient jdbc,
      Looks looks,
      StatusPageProperties properties,
      IncidentProperties addresses,
      ResponseProcess process) {
    this.jdbc = jdbc;
    this.looks = looks;
    this.properties = properties;
    this.addresses = addresses;
    this.process = process;
  }

  /**
   * Puts a released text on the page, in the caller's transaction. How its level shows is decided
   * now and stays so.
   *
   * @return false when a post of the same id is there already
   * @throws IllegalArgumentException when it is of a drill, which the public never hears of
   */
  public boolean post(PublicPost post) {
    if (DrillWall.drill(post.incident())) {
      throw new IllegalArgumentException(post.incident() + " is a drill: nothing of it is public");
    }
    var look = looks.of(post.level());
    var next = post.nextUpdateAt();
    var added =
        jdbc.sql(
                    "insert into public_post (id, incident, status, title, body, services, level,"
                        + " at, next_update_at, impact, component_status, banner) values (?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing")
                .params(
                    post.id(),
                    post.incident(),
                    post.status().word(),
                    post.title(),
                    post.body(),
                    post.services().toArray(String[]::new),
                    post.level(),
                    Timestamp.from(post.at()),
                    next == null ? null : Timestamp.from(next),
                    look.impact().word(),
                    look.component().word(),
                    post.banner())
                .update()
            == 1;
    if (added) {
      list(post);
      push(post);
    }
    return added;
  }

  /**
   * Puts other words in the place of a post, in the caller's transaction, and another headline
   * wherever that of the post stands. Does nothing where the page has no such post.
   */
  public void replace(UUID id, String title, String body, Instant at) {
    jdbc.sql("select * from public_post where id = ? for update")
        .param(id)
        .query(StatusPage::map)
        .optional()
        .ifPresent(
            old -> {
              jdbc.sql("update public_post set body = ?, taken_down_at = ? where id = ?")
                  .params(body, Timestamp.from(at), id)
                  .update();
              jdbc.sql("update public_post set title = ? where incident = ? and title = ?")
                  .params(title, old.incident(), old.title())
                  .update();
              var pushed =
                  // What may stand at the provider is looked for until it is replaced there.
                  jdbc.sql(
                          "update status_push set instead_of = coalesce(instead_of, ?),"
                              + " instead_of_too = case when instead_of is not null"
                              + " then array_append(instead_of_too, ?) end where post = ?")
                      .params(old.body(), old.body(), id)
                      .update();
              if (pushed == 1) {
                process.pushStatus(old.incident(), id.toString());
              }
            });
  }

  /**
   * Pushes once more what was taken down and whose words may still stand at the provider: a node of
   * before V93 takes such a post for pushed. Of nodes that look at once, one does so.
   */
  @EventListener
  void pushWhatOlderNodesLeft(OlderNodesGone gone) {
    if (properties.statuspage() == null) {
      return;
    }
    jdbc
        .sql(
            "with left_there as materialized (select post from status_push"
                + " where instead_of is not null for no key update skip locked)"
                + " select * from public_post where id in (select post as id from left_there)"
                + " order by at, seq")
        .query(StatusPage::map)
        .list()
        .stream()
        .filter(post -> !process.isPushed(post.id().toString()))
        .forEach(post -> process.pushStatus(post.incident(), post.id().toString()));
  }

  /** Returns what was said of an incident, oldest first. */
  @Transactional(readOnly = true)
  public List<PublicPost> of(String incident) {
    return jdbc.sql("select * from public_post where incident = ? order by at, seq")
        .param(incident)
        .query(StatusPage::map)
        .list();
  }

  /** Returns where the public reads of an incident; nothing as long as nothing was said. */
  @Transactional(readOnly = true)
  public Optional<String> link(String incident) {
    return jdbc.sql("select id from public_incident where incident = ?")
        .param(incident)
        .query(String.class)
        .optional()
        .map(id -> Links.incident(addresses.baseUrl(), id));
  }

  /** Returns where the public reads what happened and what was changed. */
  @Transactional(readOnly = true)
  public Optional<String> summaryLink(String incident) {
    return link(incident).map(link -> link + "#" + PublicIncident.SUMMARY);
  }

  /** Returns whether the public reads of an incident that it is over. */
  @Transactional(readOnly = true)
  public boolean saysOver(String incident) {
    return jdbc.sql("select not open from public_incident where incident = ?")
        .param(incident)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** What the public reads of an incident by now is of something that was over then. */
  public void reopened(String incident, Instant at) {
    jdbc.sql("update public_incident set reopened_at = ? where incident = ?")
        .params(Timestamp.from(at), incident)
        .update();
  }

  /**
   * What the public reads of an incident is of another one from now on. Its address stays.
   *
   * @param other one of which the public reads nothing yet
   */
  public void handOver(String incident, String other) {
    jdbc.sql("update public_incident set incident = ? where incident = ?")
        .params(other, incident)
        .update();
    jdbc.sql("update public_post set incident = ? where incident = ?")
        .params(other, incident)
        .update();
  }

  /** The newest post says whether the incident is open; its first one gives it its public id. */
  private void list(PublicPost post) {
    jdbc.sql(
            "insert into public_incident as i (incident, id, open, updated_at) values (?, ?, ?, ?)"
                + " on conflict (incident) do update set open = excluded.open,"
                + " updated_at = excluded.updated_at where i.updated_at <= excluded.updated_at")
        .params(
            post.incident(),
            Opaque.id("incident", post.id().toString()),
            !post.status().over(),
            Timestamp.from(post.at()))
        .update();
  }

  private void push(PublicPost post) {
    if (properties.statuspage() != null) {
      jdbc.sql("insert into status_push (post) values (?)").param(post.id()).update();
      process.pushStatus(post.incident(), post.id().toString());
    }
  }

  private static PublicPost map(ResultSet row, int n) throws SQLException {
    var next = row.getTimestamp("next_update_at");
    return new PublicPost(
        row.getObject("id", UUID.class),
        row.getString("incident"),
        PublicStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getString("title"),
        row.getString("body"),
        List.of((String[]) row.getArray("services").getArray()),
        row.getInt("level"),
        row.getTimestamp("at").toInstant(),
        next == null ? null : next.toInstant(),
        row.getBoolean("banner"));
  }
}
