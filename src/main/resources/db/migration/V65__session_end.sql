-- A session keeps the rights that its user had when it began. Whoever loses a group, gets another
-- password or is deleted is signed out with it, by whichever way and on whichever node it was done.
create function end_sessions_of_user() returns trigger language plpgsql as $$
begin
  delete from spring_session where principal_name = old.id_;
  return null;
end $$;

create function end_sessions_of_member() returns trigger language plpgsql as $$
begin
  delete from spring_session where principal_name = old.user_id_;
  return null;
end $$;

create trigger end_sessions_of_deleted after delete on act_id_user
  for each row execute function end_sessions_of_user();

create trigger end_sessions_of_changed after update of pwd_ on act_id_user
  for each row when (old.pwd_ is distinct from new.pwd_) execute function end_sessions_of_user();

create trigger end_sessions_of_leaver after delete on act_id_membership
  for each row execute function end_sessions_of_member();
