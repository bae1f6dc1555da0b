-- V79, V81: a node of before does not mark the alerts of what it resolves or dismisses, nor takes the mark away when it
-- reopens. The incidents are held meanwhile: whoever resolves one writes no mark that stands already.
with held as (
  select number, status from incident where status <> 'closed' and number in
    (select alert.incident from alert join incident other on other.number = alert.incident
       where alert.live and alert.looked_at <> (other.status in ('resolved', 'dismissed')))
  order by number for share)
update alert set looked_at = not looked_at from held
  where held.number = alert.incident and alert.live
    and alert.looked_at <> (held.status in ('resolved', 'dismissed'));

-- V80: it writes on into the engine's history of decisions what was written about an incident,
with gone as (
  delete from act_hi_dec_in where dec_inst_id_ in
    (select id_ from act_hi_decinst where dec_def_key_ = 'playbook-selection')
  returning bytearray_id_)
delete from act_ge_bytearray where id_ in (select bytearray_id_ from gone);
with gone as (
  delete from act_hi_dec_out where dec_inst_id_ in
    (select id_ from act_hi_decinst where dec_def_key_ = 'playbook-selection')
  returning bytearray_id_)
delete from act_ge_bytearray where id_ in (select bytearray_id_ from gone);

-- names tasks by the titles of action items of restricted incidents,
with named as (
  select task.id_, incident.number || ' · ' || step.act_name_ || ' (' || item.id || ')' as name
    from action_item item
      join incident on incident.number = item.incident and incident.security
      join act_hi_procinst process on process.business_key_ = item.incident || '#' || item.id
      join act_hi_taskinst task on task.proc_inst_id_ = process.id_ and task.name_ not like '%(' || item.id || ')'
      join act_hi_actinst step on step.id_ = task.act_inst_id_),
past as (
  update act_hi_taskinst set name_ = named.name from named where act_hi_taskinst.id_ = named.id_)
update act_ru_task set name_ = named.name from named where act_ru_task.id_ = named.id_;

-- and takes programs for persons.
delete from incident_person where person like 'service:%';
