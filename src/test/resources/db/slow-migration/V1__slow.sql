-- Longer than the limit of idle transactions in the test.
select pg_sleep(1.5);
create table slow (id integer);
