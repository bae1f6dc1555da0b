-- Closed incidents whose people were replaced by pseudonyms, and up to which line of the timeline.
create table forgotten_incident (
  incident text primary key references incident (number),
  at timestamptz not null default now(),
  last_line bigint not null
);

-- Names of forgotten people outside of incidents; one each, so that two are never mistaken for one.
create sequence forgotten_person;

-- The one change that the timeline allows: who and words of a line, of one incident that the transaction
-- has named, once it is closed. When, what kind and what fact can never change, and no line can go.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if current_setting('tocsin.forgetting', true) = old.incident
        and (new.id, new.incident, new.at, new.source, new.kind, new.fact)
          is not distinct from (old.id, old.incident, old.at, old.source, old.kind, old.fact)
        and exists (select from incident
          where number = old.incident and status in ('closed', 'dismissed')) then
      return new;
    end if;
  end if;
  raise exception 'The timeline is append-only';
end $$;
