-- Tokens of programs. Only the hash is kept: a token is 256 random bits, so that nothing slower than
-- SHA-256 is needed to keep it from being guessed.
create table service_token (
  id uuid primary key,
  name text not null,
  hash bytea not null unique,
  hint text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  last_used_from text,
  revoked_by text,
  revoked_at timestamptz
);
-- A name says on the timeline who it was: two programs of one name would not be told apart.
create unique index service_token_name on service_token (name) where revoked_at is null;
