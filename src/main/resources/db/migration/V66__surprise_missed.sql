-- Why a surprise drill did not begin in its time.
alter table surprise_drill add column missed text;
