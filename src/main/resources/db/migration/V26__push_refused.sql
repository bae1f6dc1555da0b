-- Why the provider takes a post never; done then, so that later posts of the incident go on.
alter table status_push add column refused text;
