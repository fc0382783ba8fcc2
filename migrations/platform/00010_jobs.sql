-- +goose Up
create table jobs.event (
  org_id  uuid        not null default current_setting('app.org_id')::uuid,
  id      uuid        not null,
  type    text        not null constraint event_has_a_type check (type <> ''),
  payload jsonb       not null,
  actor   jsonb       not null,
  at      timestamptz not null default clock_timestamp(),
  constraint event_key primary key (org_id, id)
);
comment on table jobs.event is 'A fact that a transaction announced. Kept as long as history.';

create table jobs.delivery (
  pos          bigint      generated always as identity,
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  key          uuid        not null,
  handler      text        not null,
  type         text        not null,
  version      smallint    not null default 1,
  event_id     uuid,
  payload      jsonb,
  actor        jsonb       not null,
  lane         text        not null constraint delivery_has_a_known_lane check (lane in ('event', 'job', 'long')),
  order_key    text,
  halts        boolean     not null default false,
  dedupe       text,
  state        text        not null default 'ready'
               constraint delivery_has_a_known_state check (state in ('ready', 'waiting', 'out', 'held', 'dead', 'uncertain')),
  gen          int         not null default 0,
  starts       int         not null default 0,
  failures     int         not null default 0,
  max_failures int         not null default 12,
  due_at       timestamptz not null default clock_timestamp(),
  handed_at    timestamptz,
  started_at   timestamptz,
  lease        uuid,
  lease_until  timestamptz,
  cancelled    boolean     not null default false,
  cursor       jsonb,
  done         bigint,
  total        bigint,
  last_error   text,
  created_at   timestamptz not null default clock_timestamp(),
  constraint delivery_key primary key (pos),
  constraint delivery_is_one_thing check (num_nonnulls(event_id, payload) = 1),
  constraint delivery_is_held_with_a_lease check ((state = 'held') = (lease is not null)),
  constraint delivery_is_single_in_its_key check (dedupe is null or order_key is not null)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
comment on table jobs.delivery is 'Work that a commit left for one handler. Open work only: done rows leave.';
comment on column jobs.delivery.key is 'Stable for ever: what handlers pass on as idempotency key, Message-ID or webhook-id.';
comment on column jobs.delivery.gen is 'Number of this hand-out; a pointer with another one is stale.';
comment on column jobs.delivery.starts is 'Calls that began. What it exceeds failures by began and had no outcome: it finds handlers that kill their process.';
create unique index delivery_is_written_once on jobs.delivery (org_id, handler, key);
create unique index delivery_is_open_once on jobs.delivery (org_id, handler, dedupe)
  where dedupe is not null and started_at is null and state <> 'dead';
create index delivery_ready on jobs.delivery (lane, org_id, due_at, pos) where state = 'ready';
create index delivery_out on jobs.delivery (lane, org_id) where state = 'out';
create index delivery_held on jobs.delivery (lease_until) where state = 'held';
create index delivery_dead on jobs.delivery (org_id, pos) where state = 'dead';
create index delivery_suspect on jobs.delivery (state, due_at) where starts - failures >= 2;
create index delivery_order on jobs.delivery (org_id, handler, order_key, pos) where order_key is not null;

create table jobs.finished (
  like jobs.delivery,
  finished_at timestamptz not null default clock_timestamp(),
  outcome     text        not null constraint finished_has_a_known_outcome check (outcome in ('done', 'refused', 'skipped', 'cancelled')),
  constraint finished_key primary key (pos)
);
comment on table jobs.finished is 'Deliveries that have ended. Kept for 30 days.';
create index finished_by_key on jobs.finished (org_id, handler, key);
create index finished_by_time on jobs.finished (finished_at);

create table jobs.attempt (
  org_id uuid        not null default current_setting('app.org_id')::uuid,
  key    uuid        not null,
  n      bigint      generated always as identity,
  at     timestamptz not null default clock_timestamp(),
  status text        not null,
  ms     bigint      not null,
  error  text,
  constraint attempt_key primary key (org_id, key, n)
);
comment on table jobs.attempt is 'A failed call of a handler, or a call to the outside. Kept for 30 days.';
create index attempt_by_time on jobs.attempt (at);

create table jobs.schedule (
  org_id   uuid        not null default current_setting('app.org_id')::uuid,
  id       uuid        not null,
  name     text        not null constraint schedule_has_a_name check (name <> ''),
  spec     text        not null,
  declared text        not null,
  zone     text        not null,
  org_zone text        not null,
  misfire  text        not null default 'once' constraint schedule_catches_up_in_a_known_way check (misfire in ('once', 'all', 'skip')),
  paused   boolean     not null default false,
  next_at  timestamptz not null,
  last_at  timestamptz,
  constraint schedule_key primary key (org_id, id),
  constraint schedule_is_written_once unique (org_id, name)
);
comment on table jobs.schedule is 'When a handler runs in an organisation, by the clock on its wall.';
comment on column jobs.schedule.declared is 'What the code says. A spec that differs was moved by an admin, and stays.';
comment on column jobs.schedule.org_zone is 'The zone of the organisation. A zone that differs was chosen by an admin, and stays.';
create index schedule_due on jobs.schedule (next_at) where not paused;
create trigger history after insert or delete or update of spec, zone, misfire, paused on jobs.schedule
  for each row execute function history.capture();

alter table jobs.event enable row level security, force row level security;
alter table jobs.delivery enable row level security, force row level security;
alter table jobs.finished enable row level security, force row level security;
alter table jobs.attempt enable row level security, force row level security;
alter table jobs.schedule enable row level security, force row level security;
create policy org on jobs.event using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.delivery using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.finished using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.attempt using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.schedule using (org_id = current_setting('app.org_id')::uuid);
create policy relay on jobs.event to longhouse_relay using (true);
create policy relay on jobs.delivery to longhouse_relay using (true);
create policy relay on jobs.finished to longhouse_relay using (true);
create policy relay on jobs.attempt to longhouse_relay using (true);
create policy relay on jobs.schedule to longhouse_relay using (true);
grant select on jobs.event, jobs.delivery, jobs.finished, jobs.attempt, jobs.schedule to longhouse_platform;
revoke update, delete on jobs.event from longhouse_relay;

-- The last locks that a transaction takes, and always in one order. A row's lock comes after them.
-- +goose StatementBegin
create function jobs.lock_order(words text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  h bigint;
begin
  for h in select distinct hashtextextended(w, 0) from unnest(words) w where w is not null order by 1 loop
    perform pg_advisory_xact_lock(h);
  end loop;
end $$;
-- +goose StatementEnd

-- Wakes the first open delivery of a key, if it waits. The caller holds the key's lock.
create function jobs.wake_next(org uuid, its_handler text, its_key text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update jobs.delivery set state = 'ready'
   where state = 'waiting'
     and pos = (select e.pos from jobs.delivery e
                 where e.org_id = org and e.handler = its_handler and e.order_key = its_key and (e.state <> 'dead' or e.halts)
                 order by e.pos limit 1)
$$;

create function jobs.blocked(org uuid, its_handler text, its_key text, at_pos bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from jobs.delivery e
                  where e.org_id = org and e.handler = its_handler and e.order_key = its_key and e.pos < at_pos and (e.state <> 'dead' or e.halts))
$$;

-- Moves a delivery to the finished ones. The caller holds the key's lock.
-- +goose StatementBegin
create function jobs.settle(d jobs.delivery, how text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from jobs.delivery x where x.pos = d.pos;
  insert into jobs.finished select (d).*, clock_timestamp(), how;
  if d.order_key is not null then perform jobs.wake_next(d.org_id, d.handler, d.order_key); end if;
end $$;
-- +goose StatementEnd

-- What a transaction leaves behind: facts, deliveries and, for a delivery whose handler this is, its own end.
-- +goose StatementBegin
create function jobs.deliver(who jsonb, facts jsonb, work jsonb, ending bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org   uuid := current_setting('app.org_id')::uuid;
  own   jobs.delivery;
  w     record;
  fresh bigint;
begin
  if ending is not null then
    select * into own from jobs.delivery d where d.pos = ending and d.org_id = org;
    if not found then raise exception 'delivery % is not there to end', ending; end if;
  end if;
  perform jobs.lock_order(array(
    select org || ':' || (x ->> 'order_key') from jsonb_array_elements(work) x union
    select org || ':' || (x ->> 'handler') || ':' || (x ->> 'dedupe') from jsonb_array_elements(work) x union
    select org || ':' || own.order_key));
  insert into jobs.event (org_id, id, type, payload, actor)
  select org, f.id, f.type, f.payload, who from jsonb_to_recordset(facts) f (id uuid, type text, payload jsonb);
  -- One by one: a row of this batch may have to wait for an earlier one of it.
  for w in select * from jsonb_to_recordset(work) x (n int, key uuid, named boolean, handler text, type text, version smallint, event_id uuid, payload jsonb,
             lane text, order_key text, halts boolean, dedupe text, max_failures int, after_ms bigint) order by n loop
    insert into jobs.delivery (org_id, key, handler, type, version, event_id, payload, actor, lane, order_key, halts, dedupe, max_failures, due_at, state)
    values (org, w.key, w.handler, w.type, w.version, w.event_id, w.payload, who, w.lane, w.order_key, w.halts, w.dedupe, w.max_failures,
            clock_timestamp() + make_interval(secs => w.after_ms / 1000.0),
            case when w.order_key is not null and jobs.blocked(org, w.handler, w.order_key, 9223372036854775807) then 'waiting' else 'ready' end)
    on conflict do nothing
    returning pos into fresh;
    -- A key that its caller chose may be of work that is done. Asked after the insert, which waits for one that is just ending.
    if w.named and fresh is not null then
      delete from jobs.delivery d where d.pos = fresh
         and exists (select from jobs.finished f where f.org_id = org and f.handler = w.handler and f.key = w.key);
    end if;
  end loop;
  if ending is not null then perform jobs.settle(own, 'done'); end if;
end $$;
-- +goose StatementEnd

-- Apply and Do: the row's lock is the inbox. False: it is another hand-out, or somebody has done it. Whoever has the lock now
-- lets go soon (a relay, a cancel), or was frozen in the same work, and then its end decides.
-- +goose StatementBegin
create function jobs.take(at_pos bigint, at_gen int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  d jobs.delivery;
begin
  select * into d from jobs.delivery x
   where x.pos = at_pos and x.gen = at_gen and x.state = 'out' and x.org_id = current_setting('app.org_id')::uuid
     for update;
  return found and (d.order_key is null or not jobs.blocked(d.org_id, d.handler, d.order_key, d.pos));
end $$;
-- +goose StatementEnd

-- A leased runner moves its cursor in the transaction of its chunk.
-- +goose StatementBegin
create function jobs.advance(at_pos bigint, token uuid, to_cursor jsonb, is_done bigint, of_total bigint, lease_ms bigint) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  stop boolean;
begin
  update jobs.delivery d set cursor = coalesce(to_cursor, d.cursor), done = is_done, total = of_total,
         starts = d.failures + 1, lease_until = clock_timestamp() + make_interval(secs => lease_ms / 1000.0)
   where d.pos = at_pos and d.lease = token and d.org_id = current_setting('app.org_id')::uuid
  returning d.cancelled into stop;
  return case when not found then 'lost' when stop then 'cancelled' else 'ok' end;
end $$;
-- +goose StatementEnd

-- A wish that work end: its next start or commit sees it. What is dead ends at once, unless its key must not go on without it.
-- +goose StatementBegin
create function jobs.cancel(its_key uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org  uuid := current_setting('app.org_id')::uuid;
  d    jobs.delivery;
  done boolean := false;
begin
  perform jobs.lock_order(array(select org || ':' || x.order_key from jobs.delivery x where x.org_id = org and x.key = its_key and x.state = 'dead'));
  for d in select * from jobs.delivery x where x.org_id = org and x.key = its_key order by x.pos for update loop
    if d.state <> 'dead' then
      update jobs.delivery x set cancelled = true, due_at = least(x.due_at, clock_timestamp()) where x.pos = d.pos;
      done := true;
    elsif not d.halts then
      perform jobs.settle(d, 'cancelled');
      done := true;
    end if;
  end loop;
  return done;
end $$;
-- +goose StatementEnd

-- Gives dead work a new start, in its old place. Answers gone, open (it is not dead) or ok.
-- +goose StatementBegin
create function jobs.retry(its_key uuid) returns text
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
  insert into jobs.attempt (org_id, key, status, ms, error) values (org, its_key, 'retried', 0, current_setting('app.actor', true));
  return 'ok';
end $$;
-- +goose StatementEnd

-- A worker begins. known says for each handler of this node: v its version, n how many at once, l whether under a lease.
-- +goose StatementBegin
create function jobs.start(at_pos bigint, at_gen int, known jsonb, token uuid, lease_ms bigint,
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

-- A leased runner is alive.
-- +goose StatementBegin
create function jobs.beat(at_pos bigint, token uuid, lease_ms bigint) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  stop boolean;
begin
  update jobs.delivery d set lease_until = clock_timestamp() + make_interval(secs => lease_ms / 1000.0)
   where d.pos = at_pos and d.lease = token returning d.cancelled into stop;
  return case when not found then 'lost' when stop then 'cancelled' else 'ok' end;
end $$;
-- +goose StatementEnd

-- A leased runner, or one whose work is refused, ends. Only the holder can.
-- +goose StatementBegin
create function jobs.finish(at_pos bigint, at_gen int, token uuid, how text, why text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  d jobs.delivery;
begin
  select * into d from jobs.delivery x where x.pos = at_pos and x.gen = at_gen;
  if found then perform jobs.lock_order(array[d.org_id || ':' || d.order_key]); end if;
  select * into d from jobs.delivery x
   where x.pos = at_pos and x.gen = at_gen and x.state in ('out', 'held') and x.lease is not distinct from token for update;
  if not found then return false; end if;
  d.last_error := coalesce(why, d.last_error);
  perform jobs.settle(d, how);
  return true;
end $$;
-- +goose StatementEnd

-- A call failed. Answers ready, dead or gone. The sweeper may have been faster and set it ready; the failure counts all the same.
-- +goose StatementBegin
create function jobs.fail(at_pos bigint, at_gen int, token uuid, wait_ms bigint, fatal boolean, why text, took_ms bigint) returns text
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
  insert into jobs.attempt (org_id, key, status, ms, error) values (d.org_id, d.key, case d.state when 'dead' then 'dead' else 'failed' end, took_ms, why);
  if d.state = 'dead' and not d.halts and d.order_key is not null then perform jobs.wake_next(d.org_id, d.handler, d.order_key); end if;
  return d.state;
end $$;
-- +goose StatementEnd

-- Handed back, which is no failure.
create function jobs.hand_back(at_pos bigint, at_gen int, token uuid, wait_ms bigint) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update jobs.delivery x set state = 'ready', starts = x.failures, lease = null, lease_until = null,
         due_at = clock_timestamp() + make_interval(secs => wait_ms / 1000.0)
   where x.pos = at_pos and x.gen = at_gen and x.state in ('out', 'held') and x.lease is not distinct from token
$$;

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

grant usage on schema jobs to longhouse_app;
grant create on schema jobs to longhouse_relay;
grant execute on function jobs.deliver, jobs.take, jobs.advance, jobs.cancel
  to longhouse_platform, longhouse_identity, longhouse_access, longhouse_crm, longhouse_hr, longhouse_inventory;
grant execute on function jobs.retry to longhouse_platform;
grant execute on function jobs.start to longhouse_app;
alter function jobs.lock_order owner to longhouse_relay;
alter function jobs.wake_next owner to longhouse_relay;
alter function jobs.blocked owner to longhouse_relay;
alter function jobs.settle owner to longhouse_relay;
alter function jobs.deliver owner to longhouse_relay;
alter function jobs.take owner to longhouse_relay;
alter function jobs.advance owner to longhouse_relay;
alter function jobs.cancel owner to longhouse_relay;
alter function jobs.retry owner to longhouse_relay;
alter function jobs.start owner to longhouse_relay;
alter function jobs.beat owner to longhouse_relay;
alter function jobs.finish owner to longhouse_relay;
alter function jobs.fail owner to longhouse_relay;
alter function jobs.hand_back owner to longhouse_relay;
alter function jobs.pick owner to longhouse_relay;
alter function jobs.pick_suspect owner to longhouse_relay;
alter function jobs.sweep owner to longhouse_relay;
alter function jobs.wake owner to longhouse_relay;
alter function jobs.stuck owner to longhouse_relay;
alter function jobs.not_carried owner to longhouse_relay;
alter function jobs.pick_lane owner to longhouse_relay;
alter function jobs.orphans owner to longhouse_relay;
alter function jobs.open owner to longhouse_relay;
alter function jobs.clean owner to longhouse_relay;
alter function jobs.schedule_all owner to longhouse_relay;
alter function jobs.due_schedules owner to longhouse_relay;
alter function jobs.fire owner to longhouse_relay;
alter function jobs.count_all owner to longhouse_relay;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.count_all, jobs.fire, jobs.due_schedules, jobs.schedule_all, jobs.clean, jobs.open, jobs.orphans, jobs.not_carried, jobs.pick_lane, jobs.retry,
  jobs.stuck, jobs.wake, jobs.sweep, jobs.pick_suspect, jobs.pick, jobs.hand_back, jobs.fail, jobs.finish, jobs.beat, jobs.start,
  jobs.cancel, jobs.advance, jobs.take, jobs.deliver, jobs.settle, jobs.blocked, jobs.wake_next, jobs.lock_order;
drop table jobs.schedule, jobs.attempt, jobs.finished, jobs.delivery, jobs.event;
