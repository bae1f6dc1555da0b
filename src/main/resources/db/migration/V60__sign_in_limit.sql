-- How many wrong passwords were tried lately, by hashes of account and address: full_until is the moment
-- at which a row counts for nothing again.
create table sign_in_limit (
  key text primary key,
  full_until timestamptz not null
);
create index sign_in_limit_full_until on sign_in_limit (full_until);

-- Where an account has signed in from. Whoever guesses elsewhere does not shut its owner out here.
create table sign_in_place (
  key text primary key,
  last_at timestamptz not null
);
create index sign_in_place_last_at on sign_in_place (last_at);
