-- What came back from a provider and may come again, but must count once.
create table callback (
  key text primary key,
  at timestamptz not null
);
-- A text message is answered for what its sender was called for.
create index if not exists delivery_recipient on delivery (recipient, created_at);
