-- +goose Up
-- What the administrator's page reads, and what an alarm looks at. Each index serves one of them.
set local lock_timeout = '5s';
create index delivery_by_key on jobs.delivery (org_id, key);
create index delivery_by_creation on jobs.delivery (org_id, created_at, key);
create index delivery_by_due on jobs.delivery (org_id, due_at, key);
drop index jobs.finished_by_key;
create index finished_by_key on jobs.finished (org_id, key, handler);
create index finished_by_end on jobs.finished (org_id, finished_at, key);
create index finished_by_handler on jobs.finished (org_id, handler, finished_at);
create index attempt_by_handler on jobs.attempt (org_id, handler, at) where status in ('failed', 'dead');
create index attempt_by_org on jobs.attempt (org_id, at);

grant create on schema jobs to longhouse_relay;

-- Of the whole house, for metrics: how late its work is, and how many schedules are.
create function jobs.lateness(known text[], only_org uuid, out oldest_ready double precision, out relay_lag double precision, out schedules_late bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(extract(epoch from now() - min(d.due_at)), 0)::double precision,
         coalesce(extract(epoch from now() - min(d.due_at) filter (where d.handler = any (known)
           and not exists (select from jobs.pause p where p.org_id = d.org_id and p.handler = d.handler))), 0)::double precision,
         (select count(*) from jobs.schedule s where not s.paused and s.next_at < now() - interval '2 minutes' and (only_org is null or s.org_id = only_org))
    from jobs.delivery d
   where d.state = 'ready' and d.due_at <= now() and (only_org is null or d.org_id = only_org)
$$;
alter function jobs.lateness owner to longhouse_relay;

-- Drops some of what is older than 30 days, and says how much. By the place of the rows: it need not look for them twice. By
-- now(), which an index can be asked for; clock_timestamp() would be asked of every row.
set role longhouse_relay;
create or replace function jobs.clean(most int) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with done as (
    delete from jobs.finished f where f.ctid = any (array(
      select x.ctid from jobs.finished x where x.finished_at < now() - interval '30 days' order by x.finished_at limit most for update skip locked)) returning 1
  ), calls as (
    delete from jobs.attempt a where a.ctid = any (array(
      select x.ctid from jobs.attempt x where x.at < now() - interval '30 days' order by x.at limit most for update skip locked)) returning 1)
  select (select count(*) from done) + (select count(*) from calls)
$$;
set role longhouse_owner;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.lateness;
drop index jobs.attempt_by_org, jobs.attempt_by_handler, jobs.finished_by_handler, jobs.finished_by_end, jobs.delivery_by_due, jobs.delivery_by_creation, jobs.delivery_by_key;
