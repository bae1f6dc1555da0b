-- What a call of the API has led to, for a day: whoever makes the same one again is answered as before.
create table sent_call (
  -- A hash of who called, with the key that they sent.
  key text primary key,
  -- A hash of what was asked for.
  asked text not null,
  -- The id of what was made.
  made text not null,
  sent_at timestamptz not null
);
create index sent_call_sent_at on sent_call (sent_at);
