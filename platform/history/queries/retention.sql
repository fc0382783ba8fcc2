-- name: HoldTurn :exec
-- Nobody seals until this transaction ends; whoever does now is waited for.
select pg_advisory_xact_lock(727005);

-- name: TakeTenMinutes :exec
select set_config('statement_timeout', '10min', true);

-- name: FirstYounger :many
-- The oldest seal that is not older than an instant.
select s.n from history.seal s
 where s.org_id = @org and s.n >= @first and s.at >= @than::timestamptz
 order by s.n
 limit 1;

-- name: SealsToCut :many
select s.n, s.root, cardinality(s.ids)::int as records
  from history.seal s
 where s.org_id = @org and s.n >= @first and s.n < @before
 order by s.n
 limit @max;

-- name: BasesTouched :many
-- The bases of rows that change in what some seals hold.
select b.row_id, b.table_name, b.owner_id, b.image, b.n, b.at, b.key_id, b.mark
  from history.base b
 where b.org_id = @org
   and (b.row_id, b.table_name) in (select c.row_id, c.table_name from history.seal s, history.change c
                                     where s.org_id = @org and s.n between @first and @last and c.org_id = @org and c.change_set_id = any(s.ids));

-- name: Cut :one
select history.cut(@first, @last)::timestamptz as until;

-- name: BasesUnmarked :many
select b.row_id, b.table_name, b.owner_id, b.image, b.n, b.at, b.key_id, b.mark
  from history.base b
 where b.org_id = @org and b.mark = ''
 order by b.row_id, b.table_name
 limit @max;

-- name: MarkBases :exec
update history.base b set mark = m.mark, key_id = @key_id
  from (select unnest(@rows::uuid[]) as row_id, unnest(@tables::text[]) as table_name, unnest(@marks::bytea[]) as mark) m
 where b.org_id = @org and b.row_id = m.row_id and b.table_name = m.table_name;

-- name: MoveChain :exec
update history.chain set first_n = @first_n, first_prev = @first_prev, kept_since = @kept_since, bases = @bases, key_id = @key_id, proof = @proof
 where org_id = @org;

-- name: Bases :many
select b.row_id, b.table_name, b.owner_id, b.image, b.n, b.at, b.key_id, b.mark
  from history.base b
 where b.org_id = @org and (b.row_id, b.table_name) > (@behind::uuid, @behind_table::text)
 order by b.row_id, b.table_name
 limit @max;

-- name: KeptSince :many
-- Since when the reader's organisation keeps history; nothing was cut: null, or no row.
select c.kept_since from history.chain c;

-- name: BaseOf :many
-- What a row was when its first changes were cut off.
select b.image, b.at from history.base b where b.row_id = @row_id and b.table_name = @table_name;

-- name: PartBases :many
-- What a record's parts were when their first changes were cut off, in the order in which they came to be.
select b.table_name, b.row_id, b.image
  from history.base b
 where b.owner_id = @owner_id
 order by b.n
 limit @max;
