-- What was written about an incident went into the engine's history of decisions, which process owners read, when its
-- playbook was chosen. It is evaluated beside the engine now.
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

-- The tasks of action items of restricted incidents were named by their titles.
create temporary table task_with_title on commit drop as
  select task.id_, incident.number || ' · ' || step.act_name_ || ' (' || item.id || ')' as name
    from action_item item
      join incident on incident.number = item.incident and incident.security
      join act_hi_procinst process on process.business_key_ = item.incident || '#' || item.id
      join act_hi_taskinst task on task.proc_inst_id_ = process.id_
      join act_hi_actinst step on step.id_ = task.act_inst_id_;
update act_hi_taskinst set name_ = named.name from task_with_title named
  where act_hi_taskinst.id_ = named.id_;
update act_ru_task set name_ = named.name from task_with_title named
  where act_ru_task.id_ = named.id_;

-- Programs were named as if they were persons. Nothing of it counts any more.
delete from incident_person where person like 'service:%';
