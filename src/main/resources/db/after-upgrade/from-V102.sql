-- V102: it lists evidence without saying of which services.
update evidence_list
  set services = incident.services, covered = case when complete then incident.services else '{}' end
  from incident
  where incident.number = evidence_list.incident and evidence_list.services is null;
