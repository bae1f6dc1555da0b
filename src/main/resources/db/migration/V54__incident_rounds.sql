-- What the figures judge by: which level was in force when, and when each round of a response began, was
-- taken and came to its resolution. Round 1 begins with the declaration, each later one with a reopening.
create table severity_change (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  at timestamptz not null,
  level integer not null check (level between 1 and 4)
);
create index severity_change_incident on severity_change (incident, at);

create table incident_round (
  incident text not null references incident (number),
  round integer not null,
  began_at timestamptz not null,
  taken_at timestamptz,
  resolved_at timestamptz,
  primary key (incident, round)
);

-- Of what was before only the last is known for certain: the final level counts from the declaration on,
-- as the figures had it so far.
insert into severity_change (incident, at, level)
  select number, declared_at, severity from incident;

-- The end of a round before the last stands on the timeline.
insert into incident_round (incident, round, began_at, taken_at, resolved_at)
  select number, 1, declared_at, acknowledged_at,
    case when reopenings = 0 then resolved_at
      else (select max(at) from timeline_entry t where t.incident = number
        and kind = 'status' and text like 'Status: resolved%' and at <= reopened_at) end
  from incident;
insert into incident_round (incident, round, began_at, taken_at, resolved_at)
  select number, reopenings + 1, reopened_at, taken_again_at, resolved_at
  from incident where reopenings > 0 and reopened_at is not null;
