-- An instance waits in one move only, and a move is taken back once: of two people who ask at the
-- same time one is told so. What was asked twice before stays with the newest.
update model_move_instance older set refused = 'Another move was asked for'
  where older.moved_at is null and older.refused is null and exists (
    select from model_move_instance newer
      join model_move n on n.id = newer.move
      join model_move o on o.id = older.move
    where newer.instance = older.instance and newer.moved_at is null and newer.refused is null
      and (n.asked_at, n.id) > (o.asked_at, o.id));
update model_move later set undoes = null where exists (
  select from model_move first where first.undoes = later.undoes
    and (first.asked_at, first.id) < (later.asked_at, later.id));

drop index model_move_waiting;
create unique index model_move_waiting on model_move_instance (instance)
  where moved_at is null and refused is null;
create unique index model_move_undone_once on model_move (undoes);

-- Keys of what belongs to no incident begin with a hash; those of trainings and surprises did not.
update act_ru_execution set business_key_ = '#training-' || substr(business_key_, 10)
  where business_key_ like 'TRAINING-%';
update act_hi_procinst set business_key_ = '#training-' || substr(business_key_, 10)
  where business_key_ like 'TRAINING-%';
update act_ru_execution set business_key_ = '#' || business_key_
  where business_key_ like 'surprise-%';
update act_hi_procinst set business_key_ = '#' || business_key_
  where business_key_ like 'surprise-%';
