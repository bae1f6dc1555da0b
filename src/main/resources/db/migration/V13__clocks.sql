-- What the clock of the deadlines has told, once a due time: a new severity may move that and warns anew.
create table deadline_event (
  incident text not null references incident (number),
  target text not null,
  event text not null check (event in ('warning', 'missed')),
  due_at timestamptz not null,
  told_at timestamptz not null,
  primary key (incident, target, event, due_at)
);

-- Who stopped the clocks, why, and until when. A pause has ended when the clock noted its end, when
-- somebody resumed, or when another pause took its place.
create table incident_pause (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  at timestamptz not null,
  until timestamptz not null,
  reason text not null,
  paused_by text not null,
  ended_at timestamptz,
  ended_by text
);
create index incident_pause_incident on incident_pause (incident);

-- Status updates that somebody asked for; the next one written to the audience settles them.
create table update_request (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  audience text not null,
  reason text not null,
  requested_by text not null,
  at timestamptz not null,
  settled_by uuid references status_update (id)
);
create index update_request_incident on update_request (incident, audience);
