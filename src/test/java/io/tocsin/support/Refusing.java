package io.tocsin.support;

import org.springframework.jdbc.core.simple.JdbcClient;

/** A table that takes nothing for a while, as when the disk of the database is full. */
public final class Refusing implements AutoCloseable {

  /** What PostgreSQL says of a disk that is full. */
  public static final String DISK_FULL = "53100";

  private final JdbcClient jdbc;

  private Refusing(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Has the database refuse all writes to a table, until this is closed.
   *
   * @param state the SQLSTATE that it refuses with
   */
  public static Refusing writes(JdbcClient jdbc, String table, String state) {
    jdbc.sql(
            "create function refuse_writes() returns trigger language plpgsql as $$ begin"
                + " raise exception 'refused' using errcode = tg_argv[0]; end $$")
        .update();
    jdbc.sql(
            "create trigger refuse_writes before insert or update on %s execute function refuse_writes('%s')"
                .formatted(table, state))
        .update();
    return new Refusing(jdbc);
  }

  @Override
  public void close() {
    jdbc.sql("drop function refuse_writes cascade").update();
  }
}
