-- The open ones among a hundred thousand past ones, in the order of the list. Statements say the condition in these words: a plan made once for all values
-- of its parameters cannot know that they name open states only.
create index incident_open_newest on incident (declared_at desc, number desc) where status not in ('closed', 'dismissed');
drop index incident_open;
