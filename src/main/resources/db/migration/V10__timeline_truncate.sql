-- Emptying the timeline at one stroke is a change too.
create trigger timeline_entry_no_truncate before truncate on timeline_entry
  for each statement execute function refuse_change();
