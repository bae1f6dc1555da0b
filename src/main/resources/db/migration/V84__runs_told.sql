-- Whether the timeline says how a run ended: not when its model was cut off while it ran. True for what older nodes begin,
-- which do not note it: they have always said it by themselves.
alter table action_run add column told boolean not null default true;
