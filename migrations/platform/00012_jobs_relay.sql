-- +goose Up
-- How deliveries are handed out, taken back, scheduled and counted: what the relay and the sweeper of each node call.

-- Hands out what is due in a lane: fairly, beginning with an organisation, and never more than 50 of one at a time,
-- so that the backlog of one does not keep the others waiting.
create function jobs.pick_lane(its_lane text, from_org uuid, room int, known text[], versions int[], only_org uuid)
returns table (pos bigint, gen int, handler text, org uuid)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with recursive org (id) as (
    (select d.org_id from jobs.delivery d
      where d.state = 'ready' and d.lane = its_lane and d.org_id >= coalesce(only_org, from_org)
        and d.org_id <= coalesce(only_org, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by d.org_id limit 1)
    union all
    select (select d.org_id from jobs.delivery d
             where d.state = 'ready' and d.lane = its_lane and d.org_id > org.id and only_org is null order by d.org_id limit 1)
      from org where org.id is not null
  ), pick as materialized (
    select p.pos from org cross join lateral (
      select d.pos from jobs.delivery d
       where d.org_id = org.id and d.lane = its_lane and d.state = 'ready' and d.due_at <= clock_timestamp()
         and d.handler = any (known) and d.version <= versions[array_position(known, d.handler)]
         and d.starts - d.failures < 2
       order by d.due_at, d.pos
       limit greatest(0, 50 - (select count(*) from jobs.delivery o where o.org_id = org.id and o.lane = its_lane and o.state = 'out'))
         for update of d skip locked) p
     limit room)
  update jobs.delivery d set state = 'out', gen = d.gen + 1, handed_at = clock_timestamp()
    from pick where d.pos = pick.pos returning d.pos, d.gen, d.handler, d.org_id
$$;

-- Suspects began twice without an outcome, so they may be what kills the process. They go out one at a time
-- in the whole house, and the innocent clear themselves.
-- +goose StatementBegin
create function jobs.pick_suspect(known text[], versions int[], only_org uuid)
returns table (pos bigint, gen int, handler text, lane text, org uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from jobs.delivery d where d.starts - d.failures >= 2 and d.state = 'ready' and d.due_at <= clock_timestamp()
                    and (only_org is null or d.org_id = only_org)) then return; end if;
  if not pg_try_advisory_xact_lock(hashtextextended('jobs: one suspect', 0)) then return; end if;
  if exists (select from jobs.delivery d where d.starts - d.failures >= 2 and d.state in ('out', 'held') and (only_org is null or d.org_id = only_org)
                and d.starts - d.failures - (coalesce(d.started_at >= d.handed_at, false))::int >= 2) then return; end if;
  return query
    update jobs.delivery d set state = 'out', gen = d.gen + 1, handed_at = clock_timestamp()
     where d.pos = (select x.pos from jobs.delivery x
                     where x.starts - x.failures >= 2 and x.state = 'ready' and x.due_at <= clock_timestamp()
                       and x.handler = any (known) and x.version <= versions[array_position(known, x.handler)]
                       and (only_org is null or x.org_id = only_org)
                     order by x.due_at limit 1 for update skip locked)
    returning d.pos, d.gen, d.handler, d.lane, d.org_id;
end $$;
-- +goose StatementEnd

-- A round of the relay: all lanes, each with where to begin and how much room Redis has, and a suspect.
create function jobs.pick(lanes text[], from_orgs uuid[], rooms int[], known text[], versions int[], only_org uuid)
returns table (pos bigint, gen int, handler text, lane text, org uuid, suspect boolean)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select p.pos, p.gen, p.handler, l.lane, p.org, false
    from unnest(lanes, from_orgs, rooms) l (lane, from_org, room)
   cross join lateral jobs.pick_lane(l.lane, l.from_org, l.room, known, versions, only_org) p
   where l.room > 0
   union all
  select s.pos, s.gen, s.handler, s.lane, s.org, true from jobs.pick_suspect(known, versions, only_org) s
$$;

-- Redis did not take these pointers.
create function jobs.not_carried(positions bigint[], gens int[]) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with back as (
    update jobs.delivery d set state = 'ready' from unnest(positions, gens) p (pos, gen)
     where d.pos = p.pos and d.gen = p.gen and d.state = 'out' and (d.started_at is null or d.started_at < d.handed_at) returning 1)
  select count(*) from back
$$;

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
    insert into jobs.attempt (org_id, key, status, ms, error) select b.org_id, b.key, 'dead', 0, b.last_error from back b where b.state = 'dead')
  select b.pos, b.org_id, b.handler, b.order_key, b.halts, b.state from back b
$$;

-- +goose StatementBegin
create function jobs.wake(org uuid, its_handler text, its_key text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform jobs.lock_order(array[org || ':' || its_key]);
  perform jobs.wake_next(org, its_handler, its_key);
end $$;
-- +goose StatementEnd

-- Keys whose first open delivery waits for nothing. There should be none.
create function jobs.stuck(only_org uuid) returns table (org uuid, handler text, order_key text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select h.org_id, h.handler, h.order_key
    from (select distinct on (d.org_id, d.handler, d.order_key) d.org_id, d.handler, d.order_key, d.state
            from jobs.delivery d where d.order_key is not null and (d.state <> 'dead' or d.halts) and (only_org is null or d.org_id = only_org)
           order by d.org_id, d.handler, d.order_key, d.pos) h
   where h.state = 'waiting'
$$;

-- What has been due for an hour and is for other handlers, or newer versions, than these.
create function jobs.orphans(known text[], versions int[], only_org uuid) returns table (handler text, version int, n bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.handler, d.version::int, count(*) from jobs.delivery d
   where d.state = 'ready' and d.due_at < clock_timestamp() - interval '1 hour' and (only_org is null or d.org_id = only_org)
     and not (d.handler = any (known) and d.version <= versions[array_position(known, d.handler)])
   group by d.handler, d.version
$$;

create function jobs.open(org uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from jobs.delivery d where d.org_id = org and d.state in ('ready', 'out', 'waiting', 'held'))
$$;

-- Drops some of what is older than 30 days, and says how much.
create function jobs.clean(most int) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with done as (
    delete from jobs.finished f where f.pos in (select x.pos from jobs.finished x where x.finished_at < clock_timestamp() - interval '30 days' limit most) returning 1
  ), calls as (
    delete from jobs.attempt a where a.n in (select x.n from jobs.attempt x where x.at < clock_timestamp() - interval '30 days' limit most)
      and a.at < clock_timestamp() - interval '30 days' returning 1)
  select (select count(*) from done) + (select count(*) from calls)
$$;

-- The schedules that the code declares, for the organisation of the transaction. What its admins have moved stays.
create function jobs.schedule_all(its_zone text, declarations jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into jobs.schedule as s (org_id, id, name, spec, declared, zone, org_zone, misfire, next_at)
  select current_setting('app.org_id')::uuid, d.id, d.name, d.spec, d.spec, its_zone, its_zone, d.misfire, d.next_at
    from jsonb_to_recordset(declarations) d (id uuid, name text, spec text, misfire text, next_at timestamptz)
  on conflict on constraint schedule_is_written_once do update
     set spec = case when s.spec = s.declared then excluded.spec else s.spec end, declared = excluded.declared,
         zone = case when s.zone = s.org_zone then excluded.zone else s.zone end, org_zone = excluded.org_zone,
         next_at = case when s.spec = s.declared and s.zone = s.org_zone then excluded.next_at else s.next_at end
   where s.declared <> excluded.declared or s.org_zone <> excluded.org_zone
$$;

create function jobs.due_schedules(known text[], only_org uuid) returns setof jobs.schedule
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select * from jobs.schedule s
   where s.next_at <= clock_timestamp() and not s.paused and s.name = any (known) and (only_org is null or s.org_id = only_org)
   order by s.next_at limit 100 for update skip locked
$$;

-- Makes a delivery for each tick and moves the schedule on; the caller holds its row. True: the ticks were dropped, since an
-- earlier one has not begun.
-- +goose StatementBegin
create function jobs.fire(schedule_id uuid, org uuid, ticks timestamptz[], next timestamptz, its_version int, its_lane text, failures_allowed int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  s       jobs.schedule;
  tick    timestamptz;
  dropped boolean;
begin
  select * into s from jobs.schedule x where x.org_id = org and x.id = schedule_id;
  perform jobs.lock_order(array[org || ':' || s.name]);
  dropped := s.misfire <> 'all' and cardinality(ticks) > 0
    and exists (select from jobs.delivery d where d.org_id = org and d.handler = s.name and d.started_at is null and d.state <> 'dead');
  if not dropped then
    foreach tick in array ticks loop
      insert into jobs.delivery (org_id, key, handler, type, version, payload, actor, lane, order_key, dedupe, max_failures, state)
      values (org, md5(org || s.name || extract(epoch from tick))::uuid, s.name, s.name, its_version, jsonb_build_object('at', tick),
              jsonb_build_object('service', s.name, 'via', 'system'), its_lane, s.name, s.name || '@' || extract(epoch from tick), failures_allowed,
              case when jobs.blocked(org, s.name, s.name, 9223372036854775807) then 'waiting' else 'ready' end)
      on conflict do nothing;
    end loop;
  end if;
  update jobs.schedule x set next_at = next, last_at = case when dropped then x.last_at else coalesce(ticks[cardinality(ticks)], x.last_at) end
   where x.org_id = org and x.id = schedule_id;
  return dropped;
end $$;
-- +goose StatementEnd

create function jobs.count_all(only_org uuid) returns table (handler text, state text, n bigint, oldest_ready double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.handler, d.state, count(*), coalesce(max(extract(epoch from clock_timestamp() - d.due_at)) filter (where d.state = 'ready' and d.due_at <= clock_timestamp()), 0)::double precision
    from jobs.delivery d where only_org is null or d.org_id = only_org group by d.handler, d.state order by d.handler, d.state
$$;

grant create on schema jobs to longhouse_relay;
alter function jobs.pick_lane owner to longhouse_relay;
alter function jobs.pick_suspect owner to longhouse_relay;
alter function jobs.pick owner to longhouse_relay;
alter function jobs.not_carried owner to longhouse_relay;
alter function jobs.sweep owner to longhouse_relay;
alter function jobs.wake owner to longhouse_relay;
alter function jobs.stuck owner to longhouse_relay;
alter function jobs.orphans owner to longhouse_relay;
alter function jobs.open owner to longhouse_relay;
alter function jobs.clean owner to longhouse_relay;
alter function jobs.schedule_all owner to longhouse_relay;
alter function jobs.due_schedules owner to longhouse_relay;
alter function jobs.fire owner to longhouse_relay;
alter function jobs.count_all owner to longhouse_relay;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.count_all, jobs.fire, jobs.due_schedules, jobs.schedule_all, jobs.clean, jobs.open, jobs.orphans, jobs.stuck, jobs.wake,
  jobs.sweep, jobs.not_carried, jobs.pick, jobs.pick_suspect, jobs.pick_lane;
