-- Where each monitor of the catalog stands; its runs are jobs of the engine.
create table monitor_state (
  service text not null,
  monitor text not null,
  state text not null check (state in ('passing', 'failing', 'cannotRun')),
  failures integer not null,
  passes integer not null,
  blind_runs integer not null,
  alert_open boolean not null,
  text text not null,
  latency_ms bigint not null,
  run_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (service, monitor)
);

-- What the engine saw by itself when it looked at the services of an incident.
create table incident_evidence (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  collected_at timestamptz not null,
  service text not null,
  aspect text not null,
  state text not null check (state in ('fine', 'suspect', 'unknown')),
  text text not null
);

create index incident_evidence_incident on incident_evidence (incident);

-- What was deployed to a simulated service, as its deployment tool would list it.
create table simulated_deployment (
  id bigint generated always as identity primary key,
  service text not null references simulated_service (id),
  version text not null,
  note text not null,
  at timestamptz not null
);
