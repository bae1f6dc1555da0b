-- What a person decided to have run: filled in and approved before it runs. The run looks here, not
-- at process variables, which can be sent along with any form.
create table action_request (
  id text primary key,
  incident text not null references incident (number),
  service text not null,
  action text not null,
  chosen_by text not null,
  reason text,
  parameters jsonb not null default '{}',
  filled_by text,
  approved_by text,
  opened_at timestamptz not null
);
create index action_request_incident on action_request (incident);

-- Who approved a run, with what, and what a person found out about an unknown end.
alter table action_run
  add column parameters jsonb not null default '{}',
  add column approved_by text,
  add column reason text,
  add column limit_at timestamptz,
  add column judged_by text,
  add column judged_at timestamptz;

-- A run that is still open now lost its end with the version before.
update action_run set state = 'unknown', ended_at = started_at where state = 'started';

-- The fence: one run at a time for each service, over all nodes.
create unique index action_run_one_at_a_time on action_run (service) where state = 'started';
