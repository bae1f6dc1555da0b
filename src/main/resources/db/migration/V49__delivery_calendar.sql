-- What a mail carries for the calendar of its reader (RFC 5545).
alter table delivery add column calendar text;
