package io.tocsin.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes repeated alerts as a program could that does nothing else with them: one statement, one
 * commit; as a servlet, with the payload read and nobody asked who they are.
 */
final class PlainAlerts extends HttpServlet {

  static final String PATH = "/plain-alerts";
  private static final long serialVersionUID = 1L;

  private final transient ObjectMapper json;
  private final transient JdbcClient jdbc;

  PlainAlerts(ObjectMapper json, JdbcClient jdbc) {
    this.json = json;
    this.jdbc = jdbc;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var fingerprints = new ArrayList<String>();
    for (var alert : json.readTree(request.getInputStream()).required("alerts")) {
      fingerprints.add(alert.required("fingerprint").textValue());
    }
    upsert(jdbc, fingerprints);
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
  }

  /** Beside the table of the product, so that rows and indexes are the same. */
  static void createTable(JdbcClient jdbc) {
    jdbc.sql("create table plain_alert (like alert including all)").update();
  }

  static void upsert(JdbcClient jdbc, List<String> fingerprints) {
    jdbc.sql(
            "insert into plain_alert (source, fingerprint, status, live, count, title, severity,"
                + " services, first_seen, last_seen, payload, signal)"
                + " select 'alertmanager', fingerprint, 'firing', true, 1, 'Pages are slow',"
                + " 'warning', '{shop-web}', now(), now(), '{\"labels\": {\"alertname\": \"Slow\"}}', '{}'"
                + " from unnest(?) as fingerprint order by fingerprint"
                + " on conflict (source, fingerprint) where live do update"
                + " set count = plain_alert.count + 1, last_seen = excluded.last_seen")
        .param(fingerprints.toArray(String[]::new))
        .update();
  }
}
