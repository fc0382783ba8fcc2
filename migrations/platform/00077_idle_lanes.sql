-- +goose Up
-- A worker that dies between taking a pointer and beginning cost a minute: now seconds, where no other pointer of the lane waits.
drop function jobs.sweep(boolean, uuid);
-- Takes back what nobody works on: the pointer was lost, the worker died, the lease ran out.
-- With wiped, Redis was emptied, so every pointer is lost. In an idle lane no pointer waits: what was handed out moments ago and
-- has not begun was taken by a worker that died before it said so. A locked row is being worked on.
create function jobs.sweep(wiped boolean, only_org uuid, idle text[])
returns table (pos bigint, org uuid, handler text, order_key text, halts boolean, state text)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with back as (
    update jobs.delivery d set lease = null, lease_until = null,
           state = case when d.starts - d.failures >= 5 then 'dead' else 'ready' end,
           last_error = case when d.starts - d.failures >= 5 then 'its process died five times' else d.last_error end
     where d.pos in (select x.pos from jobs.delivery x
                      where (x.state = 'out' and ((wiped or x.handed_at < clock_timestamp() - interval '60 seconds'
                                                         or x.lane = any (idle) and x.handed_at < clock_timestamp() - interval '5 seconds')
                                                    and (x.started_at is null or x.started_at < x.handed_at)
                                                  or x.started_at >= x.handed_at and x.started_at < clock_timestamp() - interval '2 seconds')
                          or x.state = 'held' and x.lease_until < clock_timestamp())
                        and (only_org is null or x.org_id = only_org)
                      order by x.pos limit 1000 for update skip locked)
    returning d.pos, d.org_id, d.key, d.handler, d.order_key, d.halts, d.state, d.last_error
  ), noted as (
    insert into jobs.attempt (org_id, key, handler, status, ms, error) select b.org_id, b.key, b.handler, 'dead', 0, b.last_error from back b where b.state = 'dead')
  select b.pos, b.org_id, b.handler, b.order_key, b.halts, b.state from back b
$$;

grant create on schema jobs to longhouse_relay;
alter function jobs.sweep owner to longhouse_relay;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.sweep(boolean, uuid, text[]);
-- Takes back what nobody works on: the pointer was lost, the worker died, the lease ran out.
-- With wiped, Redis was emptied, so every pointer is lost. A locked row is being worked on.
create function jobs.sweep(wiped boolean, only_org uuid)
returns table (pos bigint, org uuid, handler text, order_key text, halts boolean, state text)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with back as (
    update jobs.delivery d set lease = null, lease_until = null,
           state = case when d.starts - d.failures >= 5 then 'dead' else 'ready' end,
           last_error = case when d.starts - d.failures >= 5 then 'its process died five times' else d.last_error end
     where d.pos in (select x.pos from jobs.delivery x
                      where (x.state = 'out' and ((wiped or x.handed_at < clock_timestamp() - interval '60 seconds')
                                                    and (x.started_at is null or x.started_at < x.handed_at)
                                                  or x.started_at >= x.handed_at and x.started_at < clock_timestamp() - interval '2 seconds')
                          or x.state = 'held' and x.lease_until < clock_timestamp())
                        and (only_org is null or x.org_id = only_org)
                      order by x.pos limit 1000 for update skip locked)
    returning d.pos, d.org_id, d.key, d.handler, d.order_key, d.halts, d.state, d.last_error
  ), noted as (
    insert into jobs.attempt (org_id, key, handler, status, ms, error) select b.org_id, b.key, b.handler, 'dead', 0, b.last_error from back b where b.state = 'dead')
  select b.pos, b.org_id, b.handler, b.order_key, b.halts, b.state from back b
$$;

grant create on schema jobs to longhouse_relay;
alter function jobs.sweep owner to longhouse_relay;
revoke create on schema jobs from longhouse_relay;
