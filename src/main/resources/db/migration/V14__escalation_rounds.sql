-- The ladder is climbed anew after each reopening: round 1 is the first time, and whoever took the
-- incident in round 1 has not taken it in round 2.
alter table incident
  add column reopenings integer not null default 0,
  add column taken_again_at timestamptz;
update incident set reopenings = 1 where reopened_at is not null;

-- Whom a step has reached by what, so that a milder step of another level is not taken after it.
alter table escalation_step
  add column round integer not null default 1,
  add column trigger text,
  add column recipients text[],
  add column channels text[];
update escalation_step set round = incident.reopenings + 1
  from incident where incident.number = escalation_step.incident;
alter table escalation_step drop constraint escalation_step_pkey;
alter table escalation_step add primary key (incident, round, step);

-- A request names its step when it is made, so that two requests never mean the same one.
alter table escalation_request
  add column round integer not null default 1,
  add column ladder text,
  add column done_at timestamptz;
update escalation_request set done_at = at where step is not null;
delete from escalation_request where step is null;
create index escalation_request_open on escalation_request (incident) where done_at is null;
