package io.tocsin.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of the meetings of reviews. */
@Component
class MeetingStore {

  private final JdbcClient jdbc;

  MeetingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ReviewMeeting> find(String incident) {
    return jdbc.sql("select * from review_meeting where incident = ?")
        .param(incident)
        .query(MeetingStore::map)
        .optional();
  }

  void save(ReviewMeeting meeting) {
    jdbc.sql(
            "insert into review_meeting (incident, uid, sequence, starts_at, ends_at, place,"
                + " attendees, organizer, called_off, reason, changed_at, changed_by)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (incident) do update set"
                + " uid = excluded.uid, sequence = excluded.sequence,"
                + " starts_at = excluded.starts_at, ends_at = excluded.ends_at,"
                + " place = excluded.place, attendees = excluded.attendees,"
                + " organizer = excluded.organizer, called_off = excluded.called_off,"
                + " reason = excluded.reason, changed_at = excluded.changed_at,"
                + " changed_by = excluded.changed_by")
        .params(
            meeting.incident(),
            meeting.uid(),
            meeting.sequence(),
            Timestamp.from(meeting.from()),
            Timestamp.from(meeting.until()),
            meeting.place(),
            meeting.attendees().toArray(new String[0]),
            meeting.organizer(),
            meeting.calledOff(),
            meeting.reason(),
            Timestamp.from(meeting.changedAt()),
            meeting.changedBy())
        .update();
  }

  private static ReviewMeeting map(ResultSet row, int n) throws SQLException {
    return new ReviewMeeting(
        row.getString("incident"),
        row.getString("uid"),
        row.getInt("sequence"),
        row.getTimestamp("starts_at").toInstant(),
        row.getTimestamp("ends_at").toInstant(),
        row.getString("place"),
        List.of((String[]) row.getArray("attendees").getArray()),
        row.getString("organizer"),
        row.getBoolean("called_off"),
        row.getString("reason"),
        row.getTimestamp("changed_at").toInstant(),
        row.getString("changed_by"));
  }
}
