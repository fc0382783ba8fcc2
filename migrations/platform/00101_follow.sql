-- +goose Up
-- Who has done a delivery goes on with the next of its key: handed out as the relay would, and only not carried. A key
-- alone is then as fast as its work, and not as a round through Redis. What is handed out here and not begun comes back
-- like a pointer that died.
grant create on schema jobs to longhouse_relay;
set role longhouse_relay;
create function jobs.follow(done_pos bigint, known text[], versions int[]) returns table (pos bigint, gen int)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with next as materialized (
    select d.pos
      from jobs.finished f
      join jobs.delivery d on d.org_id = f.org_id and d.handler = f.handler and d.order_key = f.order_key
     where f.pos = done_pos and d.lane = f.lane and d.state = 'ready' and d.due_at <= clock_timestamp()
       and d.handler = any (known) and d.version <= versions[array_position(known, d.handler)]
       and d.starts - d.failures < 2 and not exists (select from jobs.pause p where p.org_id = d.org_id and p.handler = d.handler)
     order by d.pos
     limit 1
       for update of d skip locked)
  update jobs.delivery d set state = 'out', gen = d.gen + 1, handed_at = clock_timestamp()
    from next where d.pos = next.pos returning d.pos, d.gen
$$;
revoke execute on function jobs.follow from public;
set role longhouse_owner;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.follow;
