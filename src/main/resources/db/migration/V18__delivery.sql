-- What the next attempt waits for, and what another channel needs to write the message anew.
alter table delivery
  add column slot_at timestamptz,
  add column attempts_before integer not null default 0,
  add column paging boolean not null default false,
  add column quiet boolean not null default false,
  add column fields jsonb;
create index delivery_recipient on delivery (recipient, created_at);

-- When a channel, or one address of it, may take the next message. One row is one queue: whoever
-- updates it has the instant that was free, on whatever node.
create table channel_slot (
  channel text not null,
  address text not null,
  next_free timestamptz not null,
  primary key (channel, address)
);
