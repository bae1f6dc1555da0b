-- Each acquisition asks which processes have a job at work. A prepared plan reads all jobs for that, waiting timers too;
-- those at work are few.
create index act_idx_job_locked on act_ru_job (process_instance_id_) where lock_owner_ is not null;
