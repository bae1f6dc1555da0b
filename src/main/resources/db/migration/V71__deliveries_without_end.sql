-- Deliveries leave no history (ADR 0034). Those that were under way when that began have some, which says they run, and
-- nobody would ever end or remove it. What becomes of a message stands in the table delivery.
create temporary table delivery_without_end on commit drop as
  select proc_inst_id_ from act_hi_procinst where proc_def_key_ = 'deliver-notification' and end_time_ is null;

delete from act_ge_bytearray where id_ in
  (select job_exception_stack_id_ from act_hi_job_log
   where process_instance_id_ in (select proc_inst_id_ from delivery_without_end));
delete from act_hi_job_log where process_instance_id_ in (select proc_inst_id_ from delivery_without_end);
delete from act_hi_detail where proc_inst_id_ in (select proc_inst_id_ from delivery_without_end);
delete from act_hi_varinst where proc_inst_id_ in (select proc_inst_id_ from delivery_without_end);
delete from act_hi_actinst where proc_inst_id_ in (select proc_inst_id_ from delivery_without_end);
delete from act_hi_procinst where proc_inst_id_ in (select proc_inst_id_ from delivery_without_end);
