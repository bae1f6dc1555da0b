package io.tocsin.alert;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The alerts that fire at present. Those of restricted incidents are left out. */
@Component
public class OpenAlerts {

  private static final int MOST = 100;

  private final JdbcClient jdbc;

  OpenAlerts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the titles of the alerts of a service, the newest first, with where they came from. */
  public List<String> of(String service) {
    return jdbc.sql(
            "select a.title || ' (' || a.source || ')' from alert a"
                + " join incident i on i.number = a.incident"
                + " where a.live and a.status = 'firing' and not i.security"
                + " and ? = any (a.services) order by a.id desc limit ?")
        .params(service, MOST)
        .query(String.class)
        .list();
  }
}
