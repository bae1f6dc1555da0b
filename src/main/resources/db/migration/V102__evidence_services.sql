-- Which services a list of evidence is about, and of which of them nothing is missing: what joins the incident later is
-- not preserved by it. Null in what an older node writes during an upgrade; see from-V102.sql.
alter table evidence_list
  add column services text[],
  add column covered text[];

update evidence_list
set services = incident.services, covered = case when complete then incident.services else '{}' end
from incident
where incident.number = evidence_list.incident;
