-- The meeting of a review: one for an incident. What calendar programs know it by stays while it is moved;
-- a meeting that is set after one was called off is another one.
create table review_meeting (
  incident text primary key references incident (number),
  uid text not null unique,
  sequence integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  place text not null,
  -- ids of people and contacts
  attendees text[] not null,
  organizer text not null,
  called_off boolean not null default false,
  reason text,
  changed_at timestamptz not null,
  changed_by text not null
);
