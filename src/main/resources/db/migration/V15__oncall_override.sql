-- Who is called instead of whose turn it is. Rows are never deleted: one that was removed counts
-- for the time before. That none overlap is checked under a lock on the rotation, since an exclusion
-- constraint on text and range needs an extension.
create table oncall_override (
  id uuid primary key,
  rotation text not null,
  person text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  swap uuid,
  created_by text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  removal_reason text,
  check (starts_at < ends_at),
  check ((removed_at is null) = (removed_by is null))
);
create index oncall_override_time on oncall_override (rotation, ends_at);
create index oncall_override_swap on oncall_override (swap) where swap is not null;
