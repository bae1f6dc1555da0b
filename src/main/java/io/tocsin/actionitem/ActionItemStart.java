package io.tocsin.actionitem;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Watches the items that were agreed on before they had a process of their own. */
@Component
class ActionItemStart {

  /** "acti": one node at a time looks and starts. */
  private static final long LOCK = 0x61637469L;

  private final ActionItems items;
  private final JdbcClient jdbc;

  ActionItemStart(ActionItems items, JdbcClient jdbc) {
    this.items = items;
    this.jdbc = jdbc;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Transactional
  void start() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
    items.watchAll();
  }
}
