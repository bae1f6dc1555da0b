-- A mark of what the pinned message of an incident's channel says, so that it is changed only when it
-- would say something else.
alter table incident_channel add column facts text;
