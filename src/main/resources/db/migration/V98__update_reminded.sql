-- When somebody was last told or reminded that an update is overdue, and whether the commander was
-- given it. An older node writes neither.
alter table update_overdue
  add column reminded_at timestamptz,
  add column handed_over boolean not null default false;
