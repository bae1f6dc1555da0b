-- Each submission of the review is kept: the newest version counts.
create table review (
  incident text not null references incident (number),
  version integer not null,
  author text not null,
  at timestamptz not null,
  summary text not null,
  impact text,
  went_well text,
  could_improve text,
  lessons text,
  primary key (incident, version)
);

create table action_item (
  id bigint generated always as identity primary key,
  incident text not null references incident (number),
  title text not null,
  kind text not null,
  owner text not null,
  due_date date not null,
  done boolean not null default false
);
create index action_item_incident on action_item (incident);

-- The post-incident report as it was when it was assembled.
create table report (
  incident text not null references incident (number),
  version integer not null,
  at timestamptz not null,
  markdown text not null,
  primary key (incident, version)
);
