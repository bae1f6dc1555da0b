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

-- Reading the variables of a task is a right of its own now: whoever may work on an open task (7)
-- gets it (64).
update act_ru_authorization set perms_ = perms_ | 64, rev_ = rev_ + 1
  where resource_type_ = 7 and resource_id_ <> '*' and perms_ & 2 = 2;
