-- A person is asked first and answers later, or never.
alter table routine_contact rename column at to asked_at;
alter table routine_contact
  alter column right_as_known drop not null,
  add column answered_at timestamptz,
  add constraint routine_contact_answered check ((right_as_known is null) = (answered_at is null));
create index routine_contact_person on routine_contact (person, asked_at desc);
