-- One row per message to one address. The key keeps a message from being promised twice.
create table delivery (
  id uuid primary key,
  key text not null unique,
  incident text not null references incident (number),
  event text not null,
  round text not null,
  audience text not null,
  recipient text not null,
  recipient_name text not null,
  channel text not null,
  address text,
  subject text not null,
  body text not null,
  message_id text not null,
  state text not null check (state in ('pending', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index delivery_incident on delivery (incident, created_at);
