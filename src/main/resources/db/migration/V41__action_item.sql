-- Action items outlive the review that they came from: they have a state, a deadline to the minute, and
-- a process of their own that reminds their owner.
alter table action_item
  add column status text not null default 'open' check (status in ('open', 'done', 'dropped')),
  add column due_at timestamptz,
  add column tracker_url text,
  -- where it came from: the review, or somebody added it
  add column origin text not null default 'review',
  add column created_at timestamptz not null default now(),
  add column created_by text not null default 'tocsin',
  -- what shows that it is done, or why it is dropped
  add column evidence text,
  add column reason text,
  add column settled_at timestamptz,
  add column settled_by text,
  -- whether a process was started for it; those of older versions get theirs at the next start
  add column watched boolean not null default false;
update action_item set due_at = (due_date + time '17:00') at time zone 'UTC';
update action_item set status = 'done', settled_at = now() where done;
alter table action_item
  alter column due_at set not null,
  drop column done,
  add check (status = 'open' or settled_at is not null);
create index action_item_open on action_item (due_at) where status = 'open';

-- What was told of an item, so that it is told once: one row for each reminder of a deadline. When the
-- deadline moves, everything is told anew.
create table action_item_notice (
  item bigint not null references action_item (id),
  kind text not null check (kind in ('due', 'overdue', 'escalated')),
  due_at timestamptz not null,
  round integer not null,
  told_at timestamptz not null,
  primary key (item, kind, due_at, round)
);
