-- When an incident was reopened, whether or not the public was told: what was learnt before is of something else.
alter table public_incident add column reopened_at timestamptz;

update public_incident set reopened_at = incident.reopened_at
from incident
where incident.number = public_incident.incident;
