-- What was said to the public, word by word. Nothing else of an incident is ever shown outside.
create table public_post (
  id uuid primary key,
  incident text not null references incident (number),
  status text not null check (status in ('investigating', 'identified', 'monitoring', 'resolved')),
  title text not null,
  body text not null,
  services text[] not null,
  level integer not null check (level between 1 and 4),
  at timestamptz not null,
  next_update_at timestamptz
);
create index public_post_incident on public_post (incident, at);
