-- +goose Up
-- How deliveries are written, begun, moved on and ended: what modules and workers call.

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
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.hand_back, jobs.fail, jobs.finish, jobs.beat, jobs.start, jobs.retry, jobs.cancel, jobs.advance, jobs.take,
  jobs.deliver, jobs.settle, jobs.blocked, jobs.wake_next, jobs.lock_order;
