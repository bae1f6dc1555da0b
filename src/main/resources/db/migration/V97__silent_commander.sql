-- Who commanded when this round began by itself, and had not answered; null when a person reopened the incident, or once
-- they have taken it, or a person has given them the command.
alter table incident_round add column silent_commander text;
