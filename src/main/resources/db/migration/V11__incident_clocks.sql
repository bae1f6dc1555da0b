-- What the clocks of an incident read: which version of its policy counts, whether they are paused,
-- since when its commander has been in command; and where the policy hands it over to.
alter table incident
  add column policy_version text,
  add column paused_until timestamptz,
  add column pause_reason text,
  add column ticket_url text,
  add column ticket_due_at timestamptz,
  add column business_continuity boolean not null default false,
  add column commander_since timestamptz;
