package io.tocsin.engine;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Nodes on this database that have other models than this one, as while an upgrade goes from node
 * to node. Each names its connections after its models, so that the database itself knows who is
 * there: nobody has to say good-bye, and nobody who is gone is waited for.
 */
@Component
class OtherNodes {

  private static final String PREFIX = "tocsin-";

  private final JdbcClient jdbc;
  private final String own;

  OtherNodes(JdbcClient jdbc, BundledModels models) {
    this.jdbc = jdbc;
    this.own = PREFIX + models.mark();
  }

  /**
   * Returns the SQL by which a connection says whose it is.
   *
   * @param mark letters and digits
   */
  static String introduction(String mark) {
    return "set application_name to '" + PREFIX + mark + "'";
  }

  boolean any() {
    return jdbc.sql(
            "select exists (select from pg_stat_activity where datname = current_database()"
                + " and application_name like ? and application_name <> ?)")
        .params(PREFIX + "%", own)
        .query(Boolean.class)
        .single();
  }
}
