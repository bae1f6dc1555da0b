-- A version of a review is whole: what it says of the cause, and what was agreed, belongs to it. Those of
-- before get what the record says now, so that no difference between two of them is made up.
alter table review
  add column root_cause text,
  add column whys text[] not null default '{}',
  add column resolution text,
  add column action_items jsonb not null default '[]',
  -- why it was corrected; null for what was handed in
  add column reason text;
update review r set
  root_cause = i.root_cause,
  whys = i.whys,
  resolution = i.resolution,
  action_items = coalesce((
    select jsonb_agg(jsonb_build_object('title', a.title, 'kind', a.kind, 'owner', a.owner,
      'dueDate', to_char(a.due_date, 'YYYY-MM-DD')) order by a.due_date, a.id)
    from action_item a where a.incident = r.incident and a.status <> 'dropped'), '[]')
from incident i where i.number = r.incident;
