-- What a form of the console has led to, for a day: whoever sends the same one again is answered as before.
create table sent_form (
  -- A hash of who sent what, with the key that the form was drawn with.
  key text primary key,
  -- Where the answer leads, and what it says; null while what was asked for is being done.
  answer text,
  done text,
  sent_at timestamptz not null
);
create index sent_form_sent_at on sent_form (sent_at);
