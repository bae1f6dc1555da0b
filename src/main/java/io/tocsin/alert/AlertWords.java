package io.tocsin.alert;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the alerts of an incident say, for whoever looks for symptoms in it. */
@Component
public class AlertWords {

  /** In a storm more alerts say nothing new. */
  private static final int ENOUGH = 50;

  private final JdbcClient jdbc;

  AlertWords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns title and labels of each of the newest alerts, as one text each. */
  public List<String> of(String incident) {
    return jdbc.sql(
            "select title || coalesce((select string_agg(' ' || label.value, '')"
                + " from jsonb_each_text(case jsonb_typeof(payload -> 'labels')"
                + " when 'object' then payload -> 'labels' else '{}' end) label), '') words"
                + " from alert where incident = ? order by id desc limit "
                + ENOUGH)
        .param(incident)
        .query(String.class)
        .list();
  }
}
