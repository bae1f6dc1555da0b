-- Each time that evidence was preserved. The list itself is a file beside the copies; its hash is here
-- and on the timeline. key: of the job that did it, so that it is not done twice.
create table evidence_list (
  incident text not null references incident (number),
  key text not null,
  complete boolean not null,
  kept integer not null,
  left_out integer not null,
  file text,
  sha256 text,
  actor text not null,
  at timestamptz not null,
  primary key (incident, key)
);
