-- Status updates that were not written when they were due, each due time once.
create table update_overdue (
  incident text not null references incident (number),
  audience text not null,
  due_at timestamptz not null,
  primary key (incident, audience, due_at)
);
