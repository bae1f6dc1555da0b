-- Whether the timeline says how a run ended: not when its model was cut off while it ran.
alter table action_run add column told boolean not null default false;
update action_run set told = true where state <> 'started';
