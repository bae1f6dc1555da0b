-- Surprise drills that are planned: they begin at a moment between two, which the engine knows.
create table surprise_drill (
  id text primary key,
  scenario text not null,
  lead text not null,
  planned_at timestamptz not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  incident text references incident (number),
  called_off_at timestamptz,
  constraint surprise_window check (until_at > from_at)
);
create index surprise_drill_waiting on surprise_drill (lead)
  where incident is null and called_off_at is null;
