-- Which services a list of evidence is about: what joins the incident later is not preserved by it. Null in what an
-- older node writes during an upgrade, and counts for every service then.
alter table evidence_list add column services text[];

update evidence_list set services = incident.services
from incident
where incident.number = evidence_list.incident;
