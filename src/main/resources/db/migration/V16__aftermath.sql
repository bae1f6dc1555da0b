-- When the engine last called for a commander, and when the present one last said to stay.
alter table incident
  add column commander_called_at timestamptz,
  add column command_confirmed_at timestamptz;

-- What the policy owes after an incident. Owed again after a reopening while it is not done; what
-- is done stays done. Without a due time it is asked for when the incident is closed.
create table obligation (
  incident text not null references incident (number),
  obligation text not null,
  -- 1 for what was owed after the first resolution
  round integer not null,
  -- in the order of the policy
  position integer not null,
  title text not null,
  role text not null,
  due_at timestamptz,
  done_at timestamptz,
  done_by text,
  note text,
  -- settled with a reason instead of being done
  left_out boolean not null default false,
  primary key (incident, obligation)
);
