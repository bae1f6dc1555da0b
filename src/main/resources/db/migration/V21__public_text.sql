-- Words for the public on their way out. What is published stands in public_post as well.
create table public_text (
  id uuid primary key,
  incident text not null references incident (number),
  kind text not null check (kind in ('holding', 'update', 'resolution', 'dismissal')),
  -- draft: a person has still to write it
  state text not null
    check (state in ('draft', 'written', 'sent back', 'released', 'published', 'withdrawn')),
  -- counts the changes of the words: a release is for the words as they were
  revision integer not null default 1,
  title text not null,
  body text not null,
  services text[] not null,
  author text not null,
  written_at timestamptz not null,
  next_update_at timestamptz,
  -- whoever wrote it wants the customers to get it by e-mail
  email boolean not null,
  -- when the policy owes it, where it says so
  deadline_at timestamptz,
  -- since when somebody waits for words or release, and when that was told last
  waits_since timestamptz not null,
  told_at timestamptz,
  reason text,
  published_at timestamptz,
  mailed_at timestamptz
);
create index public_text_incident on public_text (incident, written_at);

-- Who released which words. The approver is a group.
create table public_text_release (
  text uuid not null references public_text (id),
  approver text not null,
  revision integer not null,
  person text not null,
  at timestamptz not null,
  primary key (text, approver, revision)
);
