-- A message need not belong to an incident: a test to oneself, the confirmation of a subscription.
alter table delivery
  alter column incident drop not null,
  drop constraint delivery_state_check,
  add constraint delivery_state_check
    check (state in ('pending', 'sent', 'kept', 'failed', 'stopped')),
  add column html text,
  add column urgent boolean not null default false,
  add column ack_token text unique,
  add column unsubscribe text,
  add column provider_id text,
  add column fallback_of uuid references delivery (id),
  add column next_attempt_at timestamptz;
create index delivery_pending on delivery (created_at) where state in ('pending', 'failed');
