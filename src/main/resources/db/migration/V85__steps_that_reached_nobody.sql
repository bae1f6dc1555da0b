-- When it turned out that a step has reached nobody: the next one of its ladder was taken then, and
-- a step of another level that calls the same people is not left out for it.
alter table escalation_step add column unheard_at timestamptz;
