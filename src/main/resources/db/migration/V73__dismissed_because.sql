-- Why somebody dismissed it. Null for what was merged, and for what was dismissed before this column: the timeline says it.
alter table incident add column dismissed_because text;
