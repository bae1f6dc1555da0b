-- When nothing was left to do for a message that was given up: another channel has it, or nobody needs it any more. Null
-- as long as it has reached its recipient by no way. What versions before have left is marked by db/after-upgrade.
alter table delivery add column handed_on_at timestamptz;
