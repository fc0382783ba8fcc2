-- +goose Up
-- A lease begins with the number of a lock that its process holds for as long as it lives (0: none). Whose lock is free is no
-- more, and its work need not wait until the lease runs out.
grant create on schema jobs to longhouse_relay;
set role longhouse_relay;
create function jobs.life_of(lease uuid) returns bigint
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select ('x' || left(translate(lease::text, '-', ''), 16))::bit(64)::bigint
$$;

-- The lives that hold work and do not show themselves.
create function jobs.unmanned(only_org uuid) returns setof bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with lives as materialized (
    select distinct jobs.life_of(d.lease) as lock
      from jobs.delivery d
     where d.state = 'held' and d.lease_until >= clock_timestamp() and (only_org is null or d.org_id = only_org))
  select l.lock
    from lives l
   where l.lock <> 0
     and not exists (select from pg_locks k
                      where k.locktype = 'advisory' and k.objsubid = 1 and k.granted
                        and k.database = (select oid from pg_database where datname = current_database())
                        and k.classid = (l.lock >> 32)::oid and k.objid = (l.lock & 4294967295)::oid)
$$;

create function jobs.let_go(lives bigint[], only_org uuid) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    update jobs.delivery d set lease_until = clock_timestamp() - interval '1 millisecond'
     where d.pos in (select x.pos from jobs.delivery x
                      where x.state = 'held' and x.lease_until >= clock_timestamp() and (only_org is null or x.org_id = only_org)
                        and jobs.life_of(x.lease) = any (lives)
                      order by x.pos for update skip locked)
    returning 1)
  select count(*) from gone
$$;
revoke execute on function jobs.life_of, jobs.unmanned, jobs.let_go from public;
set role longhouse_owner;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop function jobs.let_go, jobs.unmanned, jobs.life_of;
