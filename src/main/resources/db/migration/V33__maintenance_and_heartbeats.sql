-- A time in which alerts of services are muted. None is ever deleted.
create table maintenance_window (
  id uuid primary key,
  services text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null,
  -- when it was ended early, and when its alerts were let go
  ended_at timestamptz,
  ended_by text,
  released_at timestamptz,
  check (starts_at < ends_at)
);
create index maintenance_window_services on maintenance_window using gin (services) where released_at is null;
alter table alert add constraint alert_muted_by foreign key (muted_by) references maintenance_window (id);

-- The last sign of life of each configured heartbeat.
create table heartbeat (
  name text primary key,
  -- whether an instance of the model watches it
  watched boolean not null,
  -- from when its silence counts: the start of the watch, or when Tocsin was back after a downtime
  counts_from timestamptz not null,
  last_seen timestamptz,
  silent boolean not null default false
);
