-- Somebody on the way to being on call. What is asked of them is kept as the decision had it when the
-- training began; what was asked for once more at the sign-off is counted beside it.
create table training (
  id bigint generated always as identity primary key,
  person text not null,
  -- rotation:<id> or policy:<id>
  purpose text not null,
  renewal boolean not null,
  requirements jsonb not null,
  extra_shifts integer not null default 0,
  extra_readings integer not null default 0,
  extra_drills integer not null default 0,
  -- attempts before this do not count any more
  quizzes_from timestamptz not null,
  requested_by text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'qualified', 'withdrawn')),
  ended_at timestamptz,
  reason text
);
-- Nobody is trained twice for the same at the same time.
create unique index training_open on training (person, purpose) where state = 'open';

create table training_shift (
  id bigint generated always as identity primary key,
  training bigint not null references training (id),
  day date not null,
  shadowed text not null,
  notes text not null,
  noted_at timestamptz not null,
  confirmed boolean,
  judged_by text,
  judged_at timestamptz,
  reason text
);
create index training_shift_training on training_shift (training);

create table training_reading (
  training bigint not null references training (id),
  incident text not null references incident (number),
  lesson text not null,
  at timestamptz not null,
  primary key (training, incident)
);

create table training_drill (
  training bigint not null references training (id),
  incident text not null references incident (number),
  -- of the points, as the scorecard had it
  percent integer not null,
  at timestamptz not null,
  primary key (training, incident)
);

create table training_attempt (
  training bigint not null references training (id),
  quiz text not null,
  number integer not null,
  at timestamptz not null,
  correct integer not null,
  asked integer not null,
  passed boolean not null,
  primary key (training, quiz, number)
);

create table training_sign_off (
  training bigint not null references training (id),
  at timestamptz not null,
  person text not null,
  ready boolean not null,
  note text not null,
  primary key (training, at)
);

-- Who may be on call for what, since when, by whom, until when.
create table qualification (
  id bigint generated always as identity primary key,
  person text not null,
  purpose text not null,
  since timestamptz not null,
  until timestamptz not null,
  remind_at timestamptz not null,
  given_by text not null,
  training bigint references training (id),
  reminded_at timestamptz,
  lapse_told_at timestamptz,
  -- renewed or taken away before its time
  ended_at timestamptz,
  ended_by text,
  end_reason text
);
create index qualification_purpose on qualification (purpose, person);
