-- A run keeps its service for itself until its end is known, by itself or by a person: the fence does
-- not open by time alone any more. Unknown ends from before keep nobody away, because the person who
-- was asked may be gone.
alter table action_run add column let_go boolean not null default false;
update action_run set let_go = true where state = 'unknown';
drop index action_run_one_at_a_time;
create unique index action_run_one_at_a_time on action_run (service)
  where state in ('started', 'unknown') and not let_go;

-- How much is out, as triage says: complete, major, partial, minor or cosmetic.
alter table incident add column scope text;
