-- Alerts that a rule of the mapping keeps from opening anything; one row for each incident that
-- heard of it, or the empty text for none.
create table alert_note (
  source text not null,
  fingerprint text not null,
  incident text not null,
  title text not null,
  rule text not null,
  reason text not null,
  count bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (source, fingerprint, incident)
);
create index alert_note_last_seen on alert_note (last_seen);
