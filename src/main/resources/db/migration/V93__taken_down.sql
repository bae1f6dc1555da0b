-- Words that were out and were taken down: others stand in their place, for readers and in the record. What they said
-- stays on the timeline; their headline is kept, so that nobody says it again.
alter table public_text
  add column taken_down_at timestamptz,
  add column taken_down_title text;
alter table public_post add column taken_down_at timestamptz;

-- The words of a post that stand at the provider, or may be on their way there, and are to be replaced.
alter table status_push add column instead_of text;
