-- What is posted in a public channel is taken back when its incident becomes restricted.
alter table incident_channel add column call_ts text;
