-- Who chose the playbook that is followed, in whose words, and why the decision proposed it. Empty for
-- those that were chosen before this was kept.
alter table incident_playbook add column chosen_by text;
alter table incident_playbook add column reason text;
alter table incident_playbook add column proposal text;

-- Each source of the evidence with its hash, or with the reason why it was left out. The list itself stays
-- a file beside the copies.
alter table evidence_list add column items jsonb not null default '[]';

-- What triage answered to the questions of the policy: symptoms that only a person can tell.
create table triage_answers (
  incident text primary key references incident (number),
  answers jsonb not null
);
