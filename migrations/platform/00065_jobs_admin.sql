-- +goose Up
-- What an administrator may do to background work: pause it, skip it, mend it, run a schedule now.

alter table jobs.delivery drop constraint delivery_has_a_known_state;
alter table jobs.delivery add constraint delivery_has_a_known_state
  check (state in ('ready', 'waiting', 'paused', 'out', 'held', 'dead', 'uncertain'));
comment on column jobs.delivery.state is 'paused: due work that an administrator has laid aside with all of its handler. Of a key it is the first, so the others wait.';
create index delivery_paused on jobs.delivery (org_id, handler) where state = 'paused';

alter table jobs.attempt add column handler text;
alter table jobs.schedule add column version bigint not null default 1;
grant update (spec, zone, misfire, paused, next_at, version) on jobs.schedule to longhouse_platform;

create table jobs.pause (
  org_id  uuid        not null default current_setting('app.org_id')::uuid,
  id      uuid        not null,
  handler text        not null constraint pause_names_a_handler check (handler <> ''),
  by      text        not null default current_setting('app.actor'),
  at      timestamptz not null default clock_timestamp(),
  constraint pause_key primary key (org_id, id),
  constraint pause_is_single unique (org_id, handler)
);
comment on table jobs.pause is 'A handler whose work waits in an organisation until somebody lets it go on.';
alter table jobs.pause enable row level security, force row level security;
create policy org on jobs.pause using (org_id = current_setting('app.org_id')::uuid);
create policy relay on jobs.pause to longhouse_relay using (true);
create trigger history after insert or update or delete on jobs.pause for each row execute function history.capture();
grant select on jobs.pause to longhouse_platform;

create table jobs.decision (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  key        uuid        not null,
  handler    text        not null,
  act        text        not null constraint decision_is_about_a_known_act check (act in ('skip', 'edit')),
  payload    jsonb,
  reason     text        not null default '',
  state      text        not null default 'open' constraint decision_has_a_known_state check (state in ('open', 'confirmed', 'refused', 'withdrawn')),
  asked_by   uuid        not null,
  asked_at   timestamptz not null default clock_timestamp(),
  decided_by uuid,
  decided_at timestamptz,
  version    bigint      not null default 1,
  constraint decision_key primary key (org_id, id),
  constraint decision_brings_a_payload check ((act = 'edit') = (payload is not null)),
  constraint decision_is_made_by_somebody check ((state = 'open') = (decided_by is null)),
  constraint decision_takes_two_people check (state = 'withdrawn' and decided_by = asked_by or state <> 'withdrawn' and decided_by is distinct from asked_by)
);
comment on table jobs.decision is 'An act on background work that one person asks for and another confirms.';
create unique index decision_is_asked_once on jobs.decision (org_id, key) where state = 'open';
create index decision_by_time on jobs.decision (org_id, asked_at, id);
alter table jobs.decision enable row level security, force row level security;
create policy org on jobs.decision using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on jobs.decision for each row execute function history.capture('payload');
grant select, insert, update on jobs.decision to longhouse_platform;

grant create on schema jobs to longhouse_relay;

-- Lays aside what is due of paused handlers, so that a backlog which may not run costs the relay nothing. The lock on the
-- pause makes its end wait: whoever lifts it then sees all that was laid aside.
create function jobs.lay_aside(only_org uuid) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with paused as materialized (
    select p.org_id, p.handler from jobs.pause p where only_org is null or p.org_id = only_org for key share skip locked
  ), near as ( -- what the relay would come upon, not all that is ready
    select x.pos from (select distinct p.org_id from paused p) o cross join unnest(array['event', 'job', 'long', 'outside']) l (lane)
     cross join lateral (select d.pos, d.handler from jobs.delivery d
                          where d.lane = l.lane and d.org_id = o.org_id and d.state = 'ready' and d.due_at <= clock_timestamp()
                          order by d.due_at, d.pos limit 2000) x
      join paused p on p.org_id = o.org_id and p.handler = x.handler
  ), aside as (
    update jobs.delivery d set state = 'paused'
     where d.pos in (select x.pos from jobs.delivery x where x.pos in (select n.pos from near n) and x.state = 'ready' for update skip locked)
    returning 1)
  select count(*) from aside
$$;

-- False: it is paused already.
-- +goose StatementBegin
create function jobs.hold_back(its_id uuid, its_handler text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into jobs.pause (id, handler) values (its_id, its_handler) on conflict on constraint pause_is_single do nothing;
  if not found then return false; end if;
  update jobs.delivery d set state = 'paused'
   where d.org_id = current_setting('app.org_id')::uuid and d.handler = its_handler and d.state = 'ready';
  return true;
end $$;
-- +goose StatementEnd

-- False: it is not paused.
-- +goose StatementBegin
create function jobs.go_on(its_handler text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from jobs.pause p where p.org_id = current_setting('app.org_id')::uuid and p.handler = its_handler;
  if not found then return false; end if;
  update jobs.delivery d set state = 'ready'
   where d.org_id = current_setting('app.org_id')::uuid and d.handler = its_handler and d.state = 'paused';
  return true;
end $$;
-- +goose StatementEnd

-- Ends dead work without doing it; the next of its key goes on. Answers gone, open (it is not dead) or ok.
-- +goose StatementBegin
create function jobs.skip(its_key uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org uuid := current_setting('app.org_id')::uuid;
  d   jobs.delivery;
begin
  if not exists (select from jobs.delivery x where x.org_id = org and x.key = its_key) then return 'gone'; end if;
  perform jobs.lock_order(array(select org || ':' || x.order_key from jobs.delivery x where x.org_id = org and x.key = its_key));
  select * into d from jobs.delivery x where x.org_id = org and x.key = its_key and x.state = 'dead' order by x.pos limit 1 for update;
  if not found then return 'open'; end if;
  perform jobs.settle(d, 'skipped');
  return 'ok';
end $$;
-- +goose StatementEnd

-- Gives a dead job another payload and a new start. Answers gone, open or ok; what an event said is not changed.
-- +goose StatementBegin
create function jobs.edit(its_key uuid, its_payload jsonb) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update jobs.delivery x set payload = its_payload
   where x.org_id = current_setting('app.org_id')::uuid and x.key = its_key and x.state = 'dead' and x.event_id is null;
  return jobs.retry(its_key);
end $$;
-- +goose StatementEnd

-- Gives all dead work of a handler, or only that of one error, a new start: at most 500, since each takes the lock of its key.
-- +goose StatementBegin
create function jobs.retry_alike(its_handler text, its_error text, out retried bigint, out remaining bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org  uuid := current_setting('app.org_id')::uuid;
  keys uuid[] := array(select x.key from jobs.delivery x where x.org_id = org and x.state = 'dead' and x.handler = its_handler
                          and (its_error is null or x.last_error = its_error) order by x.pos limit 500);
  k    uuid;
begin
  retried := 0;
  perform jobs.lock_order(array(select org || ':' || x.order_key from jobs.delivery x where x.org_id = org and x.key = any (keys)));
  foreach k in array keys loop
    if jobs.retry(k) = 'ok' then retried := retried + 1; end if;
  end loop;
  remaining := (select count(*) from jobs.delivery x where x.org_id = org and x.state = 'dead' and x.handler = its_handler
                   and (its_error is null or x.last_error = its_error));
end $$;
-- +goose StatementEnd

-- One delivery of a schedule, now. The key of one that has not begun is given back instead of a second one.
-- +goose StatementBegin
create function jobs.run_now(its_name text, its_key uuid, its_version int, its_lane text, failures_allowed int) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org     uuid := current_setting('app.org_id')::uuid;
  waiting uuid;
begin
  perform jobs.lock_order(array[org || ':' || its_name]);
  select d.key into waiting from jobs.delivery d
   where d.org_id = org and d.handler = its_name and d.started_at is null and d.state <> 'dead' order by d.pos limit 1;
  if found then return waiting; end if;
  insert into jobs.delivery (org_id, key, handler, type, version, payload, actor, lane, order_key, dedupe, max_failures, state)
  values (org, its_key, its_name, its_name, its_version, jsonb_build_object('at', clock_timestamp()),
          jsonb_build_object('service', its_name, 'via', 'system'), its_lane, its_name, its_name || '@now', failures_allowed,
          case when jobs.blocked(org, its_name, its_name, 9223372036854775807) then 'waiting' else 'ready' end);
  return its_key;
end $$;
-- +goose StatementEnd

grant execute on function jobs.hold_back, jobs.go_on, jobs.skip, jobs.edit, jobs.retry_alike, jobs.run_now to longhouse_platform;
alter function jobs.lay_aside owner to longhouse_relay;
alter function jobs.hold_back owner to longhouse_relay;
alter function jobs.go_on owner to longhouse_relay;
alter function jobs.skip owner to longhouse_relay;
alter function jobs.edit owner to longhouse_relay;
alter function jobs.retry_alike owner to longhouse_relay;
alter function jobs.run_now owner to longhouse_relay;

-- What was there, with pauses seen, and failures that know their handler.
set role longhouse_relay;
-- +goose StatementBegin
create or replace function jobs.start(at_pos bigint, at_gen int, known jsonb, token uuid, lease_ms bigint,
  out say text, out org uuid, out key uuid, out handler text, out type text, out payload text, out actor text, out is_event boolean,
  out failures int, out cursor text, out done bigint, out total bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  d     jobs.delivery;
  me    jsonb;
  busy  int;
  stale boolean;
begin
  say := 'gone';
  select * into d from jobs.delivery x
   where x.pos = at_pos and x.gen = at_gen and x.state = 'out' and (x.started_at is null or x.started_at < x.handed_at);
  if not found then return; end if;
  me := known -> d.handler;
  stale := d.order_key is not null and (d.cancelled or jobs.blocked(d.org_id, d.handler, d.order_key, d.pos));
  -- Whoever found this wish unstarted, and so left no second one, must have committed by now.
  perform jobs.lock_order(array[
    case when d.dedupe is not null then d.org_id || ':' || d.handler || ':' || d.dedupe end,
    case when (me ->> 'n')::int > 0 then d.org_id || ':' || d.handler || ':at once' end,
    case when stale then d.org_id || ':' || d.order_key end]);
  -- Not "skip locked": the relay of another node, whose snapshot is older than the hand-out, locks the row for a moment.
  select * into d from jobs.delivery x
   where x.pos = at_pos and x.gen = at_gen and x.state = 'out' and (x.started_at is null or x.started_at < x.handed_at)
     for update;
  if not found then return; end if;
  say := case
    when me is null or d.version > (me ->> 'v')::int then 'unknown'
    when d.cancelled then 'cancelled'
    when exists (select from jobs.pause p where p.org_id = d.org_id and p.handler = d.handler) then 'paused'
    when stale and jobs.blocked(d.org_id, d.handler, d.order_key, d.pos) then 'waiting'
    -- One that was dead and is tried again: a later one of its key may be at work.
    when d.order_key is not null and exists (select from jobs.delivery x
           where x.org_id = d.org_id and x.handler = d.handler and x.order_key = d.order_key and x.pos > d.pos
             and (x.state = 'held' or x.state = 'out' and x.started_at >= x.handed_at)) then 'busy'
    else 'go' end;
  if say = 'go' and (me ->> 'n')::int > 0 then
    select count(*) into busy from jobs.delivery x where x.org_id = d.org_id and x.handler = d.handler
       and (x.state = 'held' or x.state = 'out' and x.started_at >= x.handed_at);
    if busy >= (me ->> 'n')::int then say := 'busy'; end if;
  end if;
  org := d.org_id; key := d.key; handler := d.handler; type := d.type; actor := d.actor::text; is_event := d.event_id is not null;
  failures := d.failures; cursor := d.cursor::text; done := coalesce(d.done, 0); total := coalesce(d.total, 0);
  case say
    when 'cancelled' then perform jobs.settle(d, 'cancelled');
    when 'waiting' then update jobs.delivery x set state = 'waiting' where x.pos = d.pos;
    when 'paused' then update jobs.delivery x set state = 'ready' where x.pos = d.pos; -- the sweeper lays it aside
    when 'unknown' then update jobs.delivery x set state = 'ready', due_at = clock_timestamp() + interval '1 second' where x.pos = d.pos;
    when 'busy' then update jobs.delivery x set state = 'ready', due_at = clock_timestamp() + make_interval(secs => 0.2 + random() * 0.3) where x.pos = d.pos;
    else
      payload := coalesce(d.payload, (select e.payload from jobs.event e where e.org_id = d.org_id and e.id = d.event_id))::text;
      update jobs.delivery x set starts = x.starts + 1, started_at = clock_timestamp(),
             state = case when (me ->> 'l')::boolean then 'held' else 'out' end,
             lease = case when (me ->> 'l')::boolean then token end,
             lease_until = case when (me ->> 'l')::boolean then clock_timestamp() + make_interval(secs => lease_ms / 1000.0) end
       where x.pos = d.pos;
  end case;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function jobs.cancel(its_key uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org  uuid := current_setting('app.org_id')::uuid;
  d    jobs.delivery;
  done boolean := false;
begin
  perform jobs.lock_order(array(select org || ':' || x.order_key from jobs.delivery x where x.org_id = org and x.key = its_key and x.state in ('dead', 'paused')));
  for d in select * from jobs.delivery x where x.org_id = org and x.key = its_key order by x.pos for update loop
    if d.state not in ('dead', 'paused') then
      update jobs.delivery x set cancelled = true, due_at = least(x.due_at, clock_timestamp()) where x.pos = d.pos;
      done := true;
    elsif d.state = 'paused' or not d.halts then
      perform jobs.settle(d, 'cancelled');
      done := true;
    end if;
  end loop;
  return done;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function jobs.retry(its_key uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org uuid := current_setting('app.org_id')::uuid;
begin
  if not exists (select from jobs.delivery x where x.org_id = org and x.key = its_key) then return 'gone'; end if;
  perform jobs.lock_order(array(select org || ':' || x.order_key from jobs.delivery x where x.org_id = org and x.key = its_key));
  update jobs.delivery x set failures = 0, starts = 0, started_at = null, cancelled = false, due_at = clock_timestamp(),
         state = case when x.order_key is not null and jobs.blocked(org, x.handler, x.order_key, x.pos) then 'waiting' else 'ready' end
   where x.org_id = org and x.key = its_key and x.state = 'dead'
     -- The same wish may have been written anew; two would be open then.
     and not exists (select from jobs.delivery y where y.org_id = org and y.handler = x.handler and y.dedupe = x.dedupe and y.started_at is null and y.state <> 'dead');
  if not found then return 'open'; end if;
  insert into jobs.attempt (org_id, key, handler, status, ms, error)
  select org, its_key, x.handler, 'retried', 0, current_setting('app.actor', true) from jobs.delivery x where x.org_id = org and x.key = its_key limit 1;
  return 'ok';
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function jobs.fail(at_pos bigint, at_gen int, token uuid, wait_ms bigint, fatal boolean, why text, took_ms bigint) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  d jobs.delivery;
begin
  select * into d from jobs.delivery x where x.pos = at_pos and x.gen = at_gen;
  if found then perform jobs.lock_order(array[d.org_id || ':' || d.order_key]); end if;
  update jobs.delivery x set failures = x.failures + 1, starts = x.failures + 1, last_error = why, lease = null, lease_until = null,
         state = case when fatal or x.failures + 1 >= x.max_failures then 'dead' else 'ready' end,
         due_at = clock_timestamp() + make_interval(secs => wait_ms / 1000.0)
   where x.pos = at_pos and x.gen = at_gen and x.state in ('out', 'held', 'ready') and x.lease is not distinct from token
  returning * into d;
  if not found then return 'gone'; end if;
  insert into jobs.attempt (org_id, key, handler, status, ms, error) values (d.org_id, d.key, d.handler, case d.state when 'dead' then 'dead' else 'failed' end, took_ms, why);
  if d.state = 'dead' and not d.halts and d.order_key is not null then perform jobs.wake_next(d.org_id, d.handler, d.order_key); end if;
  return d.state;
end $$;
-- +goose StatementEnd

create or replace function jobs.pick_lane(its_lane text, from_org uuid, room int, known text[], versions int[], only_org uuid)
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
         and d.starts - d.failures < 2 and d.handler <> all (array(select p.handler from jobs.pause p where p.org_id = org.id))
       order by d.due_at, d.pos
       limit greatest(0, 50 - (select count(*) from jobs.delivery o where o.org_id = org.id and o.lane = its_lane and o.state = 'out'))
         for update of d skip locked) p
     limit room)
  update jobs.delivery d set state = 'out', gen = d.gen + 1, handed_at = clock_timestamp()
    from pick where d.pos = pick.pos returning d.pos, d.gen, d.handler, d.org_id
$$;

-- +goose StatementBegin
create or replace function jobs.pick_suspect(known text[], versions int[], only_org uuid)
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
                       and not exists (select from jobs.pause p where p.org_id = x.org_id and p.handler = x.handler)
                     order by x.due_at limit 1 for update skip locked)
    returning d.pos, d.gen, d.handler, d.lane, d.org_id;
end $$;
-- +goose StatementEnd

create or replace function jobs.sweep(wiped boolean, only_org uuid)
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
set role longhouse_owner;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
-- +goose StatementBegin
do $$ begin raise exception 'forward only: the functions of 00011 and 00012 would have to be written anew'; end $$;
-- +goose StatementEnd
