-- What was offered in each round of choosing a mitigation, and which one was taken.
create table mitigation_option (
  incident text not null references incident (number),
  round integer not null,
  position integer not null,
  value text not null,
  label text not null,
  chosen_by text,
  reason text,
  primary key (incident, round, value)
);

-- Each run of an action, written in a transaction of its own before the action begins. No reference
-- to the incident: it would wait for a transaction that holds the incident's row.
create table action_run (
  key text primary key,
  incident text not null,
  service text not null,
  action text not null,
  state text not null check (state in ('started', 'succeeded', 'failed', 'unknown')),
  output text,
  actor text not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index action_run_incident on action_run (incident);
