create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  actor text,
  via text not null,
  address text,
  method text,
  route text,
  target text,
  status integer,
  outcome text not null check (outcome in ('done', 'refused', 'failed'))
);
create index audit_entry_at on audit_entry (at);
create index audit_entry_actor on audit_entry (actor, id);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_audit_change();
