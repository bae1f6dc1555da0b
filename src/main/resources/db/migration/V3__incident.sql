-- Numbers: one counter per prefix that never waits; the first number of a UTC day remembers where the
-- day begins, so that numbers count from 001 each day. Gaps are allowed.
create sequence incident_sequence_inc;
create sequence incident_sequence_drill;
create table incident_day (
  prefix text not null,
  day date not null,
  base bigint not null,
  primary key (prefix, day)
);

create table incident (
  number text primary key,
  version integer not null,
  title text not null,
  description text,
  policy text not null,
  severity integer not null check (severity between 1 and 4),
  severity_label text not null,
  severity_rule text,
  severity_confirmed boolean not null,
  severity_changed_at timestamptz,
  status text not null,
  kind text,
  security boolean not null,
  drill boolean not null,
  services text[] not null,
  links text[] not null,
  detected_by text,
  reporter text,
  first_responder text,
  started_at timestamptz,
  detected_at timestamptz,
  declared_at timestamptz not null,
  acknowledged_at timestamptz,
  triaged_at timestamptz,
  responded_at timestamptz,
  team_notified_at timestamptz,
  investigation_started_at timestamptz,
  identified_at timestamptz,
  fix_deployed_at timestamptz,
  mitigated_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  reopened_at timestamptz,
  expected_resolution_at timestamptz,
  commander text,
  technical_lead text,
  communications_lead text,
  scribe text,
  monitoring_lead text,
  support_lead text,
  impact_users text,
  impact_business text,
  root_cause text,
  root_cause_confirmed boolean not null,
  whys text[] not null,
  recent_change boolean not null,
  workaround text,
  resolution text,
  merged_into text references incident (number)
);
create index incident_declared on incident (declared_at desc, number desc);
create index incident_open on incident (status) where status not in ('closed', 'dismissed');
create index incident_services on incident using gin (services);

create table timeline_entry (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  at timestamptz not null,
  actor text not null,
  source text not null,
  kind text not null,
  text text not null
);
create index timeline_entry_incident on timeline_entry (incident, id);

-- Append-only, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The timeline is append-only';
end $$;
create trigger timeline_entry_append_only before update or delete on timeline_entry
  for each row execute function refuse_change();

create table status_update (
  id uuid primary key,
  incident text not null references incident (number),
  audience text not null,
  text text not null,
  author text not null,
  at timestamptz not null,
  next_update_at timestamptz,
  sent_at timestamptz
);
create index status_update_incident on status_update (incident, audience, at);

create table escalation_step (
  incident text not null references incident (number),
  step text not null,
  taken_at timestamptz not null,
  primary key (incident, step)
);
create table escalation_request (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  reason text not null,
  requested_by text not null,
  at timestamptz not null,
  step text
);
create index escalation_request_incident on escalation_request (incident);
