-- Which playbook is followed in an incident, if any. settled: what fitted best when somebody said that
-- none is wanted, or when one came to its end; nobody is asked again until something else fits best.
create table incident_playbook (
  incident text primary key references incident (number),
  playbook text,
  since timestamptz,
  settled text
);

-- What was ticked. Kept when a playbook is left, so that it is there when somebody comes back.
create table playbook_tick (
  incident text not null references incident (number),
  playbook text not null,
  item text not null,
  ticked_by text not null,
  at timestamptz not null,
  primary key (incident, playbook, item)
);
