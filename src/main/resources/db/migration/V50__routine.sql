-- Since when a routine of a policy is known: what would have begun before that was not owed here.
create table routine_known (
  policy text not null,
  routine text not null,
  since timestamptz not null,
  primary key (policy, routine)
);

-- One period of a routine: begun once, whatever is restarted, and however many nodes look.
create table routine_round (
  id bigint generated always as identity primary key,
  policy text not null,
  routine text not null,
  -- 2026-11, 2026-Q4, 2026: the part of the calendar that it is owed in
  period text not null,
  begins_on date not null,
  ends_on date not null check (ends_on > begins_on),
  every text not null,
  -- As they were when it began: a changed policy counts from the next period on.
  title text not null,
  description text not null,
  candidates text not null,
  kind text not null,
  state text not null default 'open' check (state in ('open', 'done', 'skipped', 'missed')),
  opened_at timestamptz not null,
  opened_by text not null,
  due_at timestamptz not null,
  -- what was prepared for it
  report text,
  contacts_asked_at timestamptz,
  -- what was found, or why it was left out; and where that can be seen
  found text,
  evidence text,
  settled_at timestamptz,
  settled_by text,
  unique (policy, routine, period),
  check ((state = 'open') = (settled_at is null))
);
create index routine_round_latest on routine_round (policy, routine, begins_on desc);

-- What was told of a round, each once.
create table routine_notice (
  round bigint not null references routine_round (id),
  kind text not null check (kind in ('begun', 'due', 'overdue', 'escalated')),
  time integer not null,
  told_at timestamptz not null,
  primary key (round, kind, time)
);

-- What people said of their own contacts in a round.
create table routine_contact (
  round bigint not null references routine_round (id),
  person text not null,
  right_as_known boolean not null,
  remark text,
  at timestamptz not null,
  primary key (round, person)
);
