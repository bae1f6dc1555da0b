-- The next rollback of a simulated service fails, so that drills can practise that too.
alter table simulated_service add column rollback_fails boolean not null default false;
