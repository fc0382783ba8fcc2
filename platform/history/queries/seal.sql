-- name: TakeTurn :one
-- Whether this node seals now; another may, until its transaction ends.
select pg_try_advisory_xact_lock(727005)::boolean;

-- name: Waiting :many
-- What waits, organisation by organisation, beginning behind the one that had the last turn.
select u.org_id, u.id, u.kind
  from history.unsealed u
 where u.org_id > @behind
 order by u.org_id, u.id
 limit @max;

-- name: OldestWaiting :one
select coalesce(extract(epoch from clock_timestamp() - min(u.at)), 0)::float8 from history.unsealed u;

-- name: SealsBehind :one
-- How long the oldest record waits, and how long ago anything was sealed.
select coalesce(extract(epoch from clock_timestamp() - (select min(u.at) from history.unsealed u)), 0)::float8 as oldest,
       coalesce(extract(epoch from clock_timestamp() - (select max(c.at) from history.chain c)), 0)::float8 as silent;

-- name: SetsToSeal :many
select s.id, s.actor, s.via, s.token_id, s.request_id, s.reason, s.operation_id, s.tab_id, s.at, s.policy_version
  from history.change_set s
 where s.org_id = @org and s.id = any(@ids::uuid[]);

-- name: FactsToSeal :many
select f.id, f.at, f.kind, f.actor, f.via, f.token_id, f.address, f.request_id, f.reason, f.entity, f.entity_id, f.detail, f.policy_version
  from history.fact f
 where f.org_id = @org and f.id = any(@ids::uuid[]);

-- name: ChangesToSeal :many
select c.change_set_id, c.n, c.table_name, c.row_id, c.owner_id, c.op, c.before, c.after, c.at
  from history.change c
 where c.org_id = @org and c.change_set_id = any(@ids::uuid[]) and (c.change_set_id, c.n) > (@behind_set::uuid, @behind_n::bigint)
 order by c.change_set_id, c.n
 limit @max;

-- name: ChainOf :one
select c.n, c.root, c.first_n, c.first_prev, c.key_id, c.proof, c.at, c.kept_since, c.bases from history.chain c where c.org_id = @org;

-- name: Chains :many
select c.org_id, c.n, c.root, c.key_id, c.at from history.chain c order by c.org_id;

-- name: AddSeal :exec
insert into history.seal (org_id, n, ids, kinds, counts, marks, prev, root, key_id, at)
values (@org, @n, @ids, @kinds, @counts, @marks, @prev, @root, @key_id, @at);

-- name: SetChain :exec
insert into history.chain (org_id, n, root, first_n, first_prev, key_id, proof, at)
values (@org, @n, @root, @first_n, @first_prev, @key_id, @proof, @at)
    on conflict on constraint chain_key do update set n = excluded.n, root = excluded.root, key_id = excluded.key_id, proof = excluded.proof, at = excluded.at;

-- name: Sealed :exec
delete from history.unsealed u where u.org_id = @org and u.id = any(@ids::uuid[]);

-- name: Seals :many
select s.n, s.ids, s.kinds, s.counts, s.marks, s.prev, s.root, s.key_id, s.at
  from history.seal s
 where s.org_id = @org and s.n > @behind and s.n <= @until
 order by s.n
 limit @max;

-- name: RootOf :one
select s.root from history.seal s where s.org_id = @org and s.n = @n;

-- name: FollowerOf :one
-- Which seal says that it follows a root.
select coalesce((select s.n from history.seal s where s.org_id = @org and s.prev = @root limit 1), 0)::bigint;

-- name: SealsBetween :one
select coalesce(min(s.n), 0)::bigint as first, coalesce(max(s.n), 0)::bigint as last
  from history.seal s
 where s.org_id = @org and s.at >= @since and s.at < @until;

-- name: InNoSeal :many
-- Change sets and facts that are in no seal and do not wait for one.
select x.id::uuid as id
  from (
    (select s.id from history.change_set s where s.org_id = @org union all select f.id from history.fact f where f.org_id = @org)
    except
    (select unnest(l.ids) from history.seal l where l.org_id = @org union all select u.id from history.unsealed u where u.org_id = @org)
  ) x
 order by x.id
 limit @max;

-- name: OrphansOf :many
-- Changes whose change set is gone: what nobody made.
select c.change_set_id
  from history.change c
 where c.org_id = @org and not exists (select from history.change_set s where s.org_id = c.org_id and s.id = c.change_set_id)
 order by c.change_set_id
 limit @max;

-- name: Organisations :many
-- All that have a history or a proof of one.
select x.org_id::uuid as org_id from (select c.org_id from history.chain c union select u.org_id from history.unsealed u union select l.org_id from history.seal l
                                    union select s.org_id from history.change_set s) x order by x.org_id;

-- name: SealStatus :one
-- How far the reader's organisation is sealed.
select count(*)::bigint as waiting, coalesce(extract(epoch from clock_timestamp() - min(u.at)), 0)::float8 as oldest,
       coalesce((select c.n from history.chain c), 0)::bigint as n, coalesce((select c.at from history.chain c), 'epoch')::timestamptz as at,
       coalesce((select c.kept_since from history.chain c), 'epoch')::timestamptz as kept_since
  from history.unsealed u;
