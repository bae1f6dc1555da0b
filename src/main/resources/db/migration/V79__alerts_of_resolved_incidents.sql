-- Whether a repeat is looked at, and not only counted: the incident is resolved, and a signal that
-- begins anew must be heard. It stands here so that whoever counts need not look at the incident.
alter table alert add column looked_at boolean not null default false;
update alert set looked_at = true from incident
  where incident.number = alert.incident and incident.status = 'resolved' and alert.live;
