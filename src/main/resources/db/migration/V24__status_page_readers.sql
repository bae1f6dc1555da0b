-- The page itself: who it is to readers, and since when.
create table status_page (
  one boolean primary key default true check (one),
  id text not null,
  since timestamptz not null
);
insert into status_page (id, since) values (substr(md5(gen_random_uuid()::text), 1, 12), now());

-- How a post shows was decided when it was made. Posts of one moment keep the order they came in.
alter table public_post
  add column seq bigint generated always as identity,
  add column impact text not null default 'minor'
    check (impact in ('none', 'minor', 'major', 'critical')),
  add column component_status text not null default 'degraded_performance'
    check (component_status in
      ('operational', 'degraded_performance', 'partial_outage', 'major_outage')),
  add constraint public_post_no_drill check (incident not like 'DRILL-%');

-- An incident that the public knows of: its id outside, and how its newest post leaves it.
create table public_incident (
  incident text primary key references incident (number),
  id text not null unique,
  open boolean not null,
  updated_at timestamptz not null,
  provider_id text
);
create index public_incident_open on public_incident (incident) where open;
create index public_incident_updated on public_incident (updated_at);

-- What is pushed to a provider's page. Begun is written before the call: an unknown outcome is looked up.
create table status_push (
  post uuid primary key references public_post (id),
  begun_at timestamptz,
  done_at timestamptz
);

-- Asked for, not confirmed yet. Only a hash of the token is kept.
create table subscription_request (
  id uuid primary key,
  email text not null,
  services text[] not null,
  token_hash bytea not null unique,
  network bytea not null,
  asked_at timestamptz not null
);
create index subscription_request_email on subscription_request (email, asked_at);
create index subscription_request_asked on subscription_request (asked_at);

-- Confirmed. No services means all of them. Every mail carries the link with the token, which lets
-- its holder do nothing but unsubscribe.
create table status_subscriber (
  id uuid primary key,
  email text not null unique,
  services text[] not null,
  token text not null unique,
  confirmed_at timestamptz not null
);
