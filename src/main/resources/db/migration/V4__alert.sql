-- One row per signal and incident. A live one takes repeats; the others are history.
create table alert (
  id bigint generated always as identity primary key,
  source text not null,
  fingerprint text not null,
  incident text not null references incident (number),
  status text not null check (status in ('firing', 'resolved')),
  live boolean not null,
  count bigint not null,
  title text not null,
  severity text,
  services text[] not null,
  group_key text,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  started_at timestamptz,
  resolved_at timestamptz,
  payload jsonb not null
) with (fillfactor = 80); -- room on the page, so that counting a repeat touches no index
create unique index alert_live on alert (source, fingerprint) where live;
create index alert_live_group on alert (source, group_key) where live and group_key is not null;
create index alert_incident on alert (incident, id);
