-- An action item comes from an incident, or from a routine such as the review of the month.
alter table action_item
  alter column incident drop not null,
  add column routine bigint references routine_round (id),
  add constraint action_item_came_from check (num_nonnulls(incident, routine) = 1);
create index action_item_routine on action_item (routine) where routine is not null;
