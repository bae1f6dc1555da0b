-- When a message was given up, which may be long after it was promised. Null for what never had an address, and for what
-- was given up before this column: of those the moment of the promise counts.
alter table delivery add column failed_at timestamptz;
