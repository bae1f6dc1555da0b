-- Instances of a model that go on in another of its versions: what was asked, by whom, and what
-- came of it. The versions are the engine's ids; the numbers are those that people know.
create table model_move (
  id uuid primary key,
  process text not null,
  source text not null,
  source_number integer not null,
  target text not null,
  target_number integer not null,
  -- Activities that go on elsewhere, beside those that are equal in both versions.
  also jsonb not null,
  -- The engine's batch that does it.
  batch text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  undoes uuid references model_move (id)
);
create index model_move_process on model_move (process, asked_at desc);

create table model_move_instance (
  move uuid not null references model_move (id),
  instance text not null,
  -- No reference: what outlives an incident, and what belongs to none, is moved as well.
  incident text,
  moved_at timestamptz,
  -- Why it was left where it is; null when it is moved, or still to be.
  refused text,
  primary key (move, instance)
);
create index model_move_waiting on model_move_instance (instance)
  where moved_at is null and refused is null;
