package io.tocsin.statuspage;

import io.tocsin.statuspage.PublicPost.PublicStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the public was told. */
@Service
@Transactional
public class StatusPage {

  private final JdbcClient jdbc;

  StatusPage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Puts a released text on the page, in the caller's transaction.
   *
   * @return false when a post of the same id is there already
   */
  public boolean post(PublicPost post) {
    var next = post.nextUpdateAt();
    return jdbc.sql(
                "insert into public_post (id, incident, status, title, body, services, level, at,"
                    + " next_update_at, banner) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing")
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
                post.banner())
            .update()
        == 1;
  }

  /** Returns what was said of an incident, oldest first. */
  @Transactional(readOnly = true)
  public List<PublicPost> of(String incident) {
    return jdbc.sql("select * from public_post where incident = ? order by at, id")
        .param(incident)
        .query(StatusPage::map)
        .list();
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
