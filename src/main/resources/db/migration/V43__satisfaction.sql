-- One question after an incident. Whoever was asked answers once; a later answer takes the place of the
-- first. Nobody's address is kept here: the person is the hash of where the question went.
create table satisfaction_answer (
  incident text not null references incident (number),
  person text not null,
  score integer not null check (score between 1 and 5),
  at timestamptz not null,
  primary key (incident, person)
);

-- What signs the links of the question. Made once, by the database itself; every node signs the same.
create table satisfaction_key (
  only_one boolean primary key default true check (only_one),
  secret text not null
);
insert into satisfaction_key (secret)
  select md5(gen_random_uuid()::text) || md5(gen_random_uuid()::text);
