-- When an alert began to fire, latest last: more often than a limit within a window is flapping. It
-- goes over from an episode to the next. An alert without an incident is muted: by a maintenance
-- window, or because it flaps. It then keeps all that was said, for it may count as new later.
alter table alert add column turns timestamptz[] not null default '{}';
alter table alert add column flapping_since timestamptz;
alter table alert add column muted_by uuid;
alter table alert add column signal jsonb;
alter table alert alter column incident drop not null;
alter table alert add constraint alert_heard_or_muted check (incident is not null or signal is not null);
create index alert_signal on alert (source, fingerprint, id);
create index alert_muted on alert (muted_by, id) where muted_by is not null;

-- How many lines alerts have written, or would have, to the timeline of an incident.
create table alert_line (
  incident text primary key references incident (number),
  lines bigint not null
);

-- The rate of each source over all nodes: when what was taken will have been worked off.
create table alert_rate (
  source text primary key,
  full_until timestamptz not null
);

-- Two incidents that may be one. Proposed once, whatever was decided.
create table merge_proposal (
  older text not null references incident (number),
  newer text not null references incident (number),
  reason text not null,
  state text not null check (state in ('open', 'merged', 'apart', 'over')),
  proposed_at timestamptz not null,
  primary key (older, newer)
);
create index merge_proposal_open on merge_proposal (newer) where state = 'open';
