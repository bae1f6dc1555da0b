-- The simulated services of the sample and of drills; here and not in memory, because all nodes show
-- the same.
create table simulated_service (
  id text primary key,
  version text not null,
  previous_version text,
  deployments integer not null,
  healthy boolean not null,
  error text,
  latency_ms integer not null,
  changed_at timestamptz not null
);

-- Rollbacks and restarts that were asked for with a key, so that a repetition does nothing.
create table simulated_operation (
  service text not null references simulated_service (id),
  operation text not null,
  key text not null,
  at timestamptz not null,
  primary key (service, operation, key)
);
