-- A move is taken back with a plan for each instance, by where it was before.
alter table model_move_instance
  -- Ids of activities, by the ids of what the engine ran in them; null where all went on in their own, or nobody noted it.
  add column came_from jsonb,
  -- The engine's batch that moves it; null for that of its move.
  add column batch text;
