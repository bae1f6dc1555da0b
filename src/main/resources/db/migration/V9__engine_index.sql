-- The engine has no index on due dates; with many waiting timers each acquisition would scan them all.
create index act_idx_job_duedate on act_ru_job (duedate_);
