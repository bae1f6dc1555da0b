-- What came back from a provider and may come again, but must count once.
create table callback (
  key text primary key,
  at timestamptz not null
);
