-- The first message of an incident in a shared channel, which all others answer. Claimed before it is
-- posted, so that two messages at once do not begin two threads.
create table slack_thread (
  incident text not null references incident (number),
  channel text not null,
  delivery uuid not null,
  claimed_at timestamptz not null,
  posted_in text,
  ts text,
  primary key (incident, channel)
);

-- The channel that an incident has of its own. A name is noted before it is tried: after a crash it is
-- known which channel may be ours.
create table incident_channel (
  incident text primary key references incident (number),
  state text not null check (state in ('opening', 'open', 'archived', 'lost')),
  restricted boolean not null,
  attempt integer not null default 1,
  tried text,
  name text,
  channel_id text unique,
  link text,
  root_ts text,
  pinned boolean not null default false,
  topic text,
  call_posted boolean not null default false,
  trouble text
);
create table incident_channel_member (
  incident text not null references incident (number),
  slack_id text not null,
  trouble text,
  primary key (incident, slack_id)
);

-- What people asked for in the chat. Slack sends a request again that it got no answer to: one trigger
-- is one command.
create table chat_command (
  id uuid primary key,
  trigger_id text not null unique,
  slack_user text not null,
  channel text not null,
  text text not null,
  response_url text not null,
  -- The message whose button was pressed.
  message text,
  state text not null check (state in ('received', 'done', 'refused', 'failed')),
  answer text,
  open_answer boolean not null default false,
  incident text references incident (number),
  received_at timestamptz not null,
  done_at timestamptz,
  answered_at timestamptz
);
