-- Who may read an incident that is restricted, beside those who may by their role or group. Kept
-- for every incident: one can turn out to be a matter of security later.
create table incident_person (
  incident text not null references incident (number),
  person text not null,
  -- a user id, or tocsin for the engine
  named_by text not null,
  at timestamptz not null,
  why text not null,
  primary key (incident, person)
);
create index incident_person_person on incident_person (person);

insert into incident_person (incident, person, named_by, at, why)
  select distinct on (incident) incident, actor, 'tocsin', at, 'Declared it'
  from timeline_entry
  where kind = 'declared' and source not in ('alert', 'engine')
  order by incident, id;
