-- In a storm a group has thousands of alerts of one incident: each new one looks up its incidents, not its alerts.
create index alert_live_group_incident on alert (source, group_key, incident, id) where live and group_key is not null;
drop index alert_live_group;
