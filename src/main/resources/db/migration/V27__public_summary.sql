-- What the public reads of a review: a post after the last one, with words of its own.
alter table review add column public_summary text;

alter table public_text drop constraint public_text_kind_check;
alter table public_text add constraint public_text_kind_check
  check (kind in ('holding', 'update', 'resolution', 'dismissal', 'summary'));

alter table public_post drop constraint public_post_status_check;
alter table public_post add constraint public_post_status_check
  check (status in ('investigating', 'identified', 'monitoring', 'resolved', 'postmortem'));
