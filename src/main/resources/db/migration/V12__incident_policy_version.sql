-- The number that people know the version of the policy by; policy_version is the engine's id of it.
alter table incident add column policy_version_number integer;
