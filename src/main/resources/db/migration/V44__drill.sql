-- How many times faster than in earnest a drill goes; every clock of it reads its policy so.
alter table incident
  add column pace integer not null default 1 check (pace >= 1),
  add column aftermath_pace integer not null default 1 check (aftermath_pace >= 1),
  add constraint incident_pace check (drill or (pace = 1 and aftermath_pace = 1));

-- A drill, beside the incident that it plays.
create table drill (
  incident text primary key references incident (number),
  scenario text not null,
  -- The scenario as it was when the drill began: a file may change meanwhile.
  script jsonb not null,
  kind text not null,
  lead text not null,
  responders boolean not null,
  unattended boolean not null,
  started_at timestamptz not null,
  -- Time that it was paused, which the script does not count.
  paused_at timestamptz,
  paused_ms bigint not null default 0,
  -- What broke it off, or null.
  aborted text,
  ended_at timestamptz,
  scorecard jsonb,
  debriefed_at timestamptz,
  debrief text,
  constraint drill_only check (incident like 'DRILL-%')
);
create index drill_started on drill (started_at desc);

-- What of a drill's script was done, and what came of it; each step once.
create table drill_step (
  incident text not null references drill (incident),
  step text not null,
  at timestamptz not null,
  outcome text not null,
  primary key (incident, step)
);
