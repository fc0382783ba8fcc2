-- name: Timeline :many
-- Changes of a record and of its parts, newest first. Two walks along two
-- indexes, each as long as the page, whatever else the history holds.
select c.n, c.change_set_id, c.table_name, c.row_id, c.owner_id, c.op, c.before, c.after, s.actor, s.via, s.reason, s.operation_id, c.at, s.policy_version
  from (
    (select * from history.change r where r.row_id = @record and r.n < @below order by r.n desc limit @max)
    union all
    (select * from history.change p where p.owner_id = @record and p.n < @below order by p.n desc limit @max)
  ) c
  join history.change_set s on s.org_id = c.org_id and s.id = c.change_set_id
 order by c.n desc
 limit @max;

-- name: ChangeSets :many
select s.id, s.actor, s.via, s.token_id, s.reason, s.operation_id, s.at, s.request_id, s.policy_version,
       (/* TEMPLATE_BEGIN: key */ s.id::text /* TEMPLATE_END */)::text as page_key
  from history.change_set s
 where (cardinality(@tables::text[]) = 0 and cardinality(@operations::text[]) = 0
        or exists (select from history.change c
                    where c.org_id = s.org_id and c.change_set_id = s.id
                      and (cardinality(@tables) = 0 or c.table_name = any(@tables))
                      and (cardinality(@operations) = 0 or c.op = any(@operations))))
   and (not @one_record::boolean
        or s.id = any(array(select r.change_set_id from history.change r where r.row_id = @record::uuid
                             union select p.change_set_id from history.change p where p.owner_id = @record)))
   and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ s.id /* TEMPLATE_END */
 limit @max::int;

-- name: TablesOf :many
-- How many rows of which table each change set touched, and how.
select c.change_set_id, c.table_name, c.op, count(*)::int as rows
  from history.change c
 where c.change_set_id = any(@sets::uuid[])
 group by c.change_set_id, c.table_name, c.op
 order by c.change_set_id, c.table_name, c.op;

-- name: ChangesOf :many
select c.n, c.change_set_id, c.table_name, c.row_id, c.owner_id, c.op, c.before, c.after, s.actor, s.via, s.reason, s.operation_id, c.at, s.policy_version
  from history.change c
  join history.change_set s on s.org_id = c.org_id and s.id = c.change_set_id
 where c.change_set_id = @id and c.n < @below
 order by c.n desc
 limit @max;

-- name: SetsOf :many
-- The change sets that an undo is about: one, or all of an operation.
select s.id, s.actor, s.at, s.operation_id
  from history.change_set s
 where s.id = @id or s.operation_id = @id
 order by s.at, s.id;

-- name: RowsOf :many
-- The rows that change sets touched: what was done to each, first and last.
select c.table_name, c.row_id, coalesce((array_agg(c.owner_id) filter (where c.owner_id is not null))[1]::text, '')::text as owner_id,
       min(c.n)::bigint as first, max(c.n)::bigint as last,
       (array_agg(c.op order by c.n))[1]::text as first_op, (array_agg(c.op order by c.n desc))[1]::text as last_op
  from history.change c
 where c.change_set_id = any(@sets::uuid[])
 group by c.table_name, c.row_id
 order by min(c.n) desc;

-- name: ChangesSince :many
-- All that was done to some rows since the first change that is undone, oldest first.
select c.row_id, c.n, c.op, c.before, c.after, c.change_set_id, s.operation_id
  from (select unnest(@rows::uuid[]) as row_id, unnest(@firsts::bigint[]) as first) w
 cross join lateral (
    select c.* from history.change c where c.row_id = w.row_id and c.n >= w.first
 ) c
  join history.change_set s on s.org_id = c.org_id and s.id = c.change_set_id
 order by c.n;

-- name: PartsSince :many
-- How often parts of records were changed at all, and how many that are not known others made since and are still there.
select c.owner_id::uuid as owner_id, count(*)::bigint as parts,
       (count(*) filter (where c.n > w.first and c.op <> 'delete' and c.row_id <> all(@known::uuid[]) and c.table_name <> all(@quiet::text[])
                           and c.change_set_id <> all(@sets::uuid[])
                           and not exists (select from history.change d where d.row_id = c.row_id and d.n > c.n and d.op = 'delete')))::bigint as later
  from (select unnest(@owners::uuid[]) as owner_id, unnest(@firsts::bigint[]) as first) w
  join history.change c on c.owner_id = w.owner_id
 group by c.owner_id;

-- name: KindsOf :many
-- Which table each record is a row of.
select distinct on (x.row_id) x.row_id, x.table_name
  from (
    select c.row_id, c.table_name, c.n from history.change c where c.row_id = any(@records::uuid[])
    union all
    select b.row_id, b.table_name, b.n from history.base b where b.row_id = any(@records)
  ) x
 order by x.row_id, x.n;

-- name: Images :many
-- All changes of a row up to an instant, oldest first.
select c.op, c.after
  from history.change c
 where c.row_id = @row_id and c.table_name = @table_name and c.at <= @until
 order by c.n;

-- name: PartImages :many
-- All changes of a record's parts up to an instant, oldest first.
select c.table_name, c.row_id, c.op, c.after
  from history.change c
 where c.owner_id = @owner_id and c.at <= @until
 order by c.n
 limit @max;

-- name: StartUndo :execrows
insert into history.undo (id, of_id, state, total, by_user, started_at)
values (@id, @of_id, 'running', @total, @by_user, @now)
on conflict on constraint undo_key do update
   set state = 'running', done = 0, total = excluded.total, result = null, by_user = excluded.by_user, started_at = excluded.started_at, finished_at = null
 where history.undo.state <> 'running';

-- name: ProgressUndo :exec
update history.undo set done = @done, total = @total where id = @id and state = 'running';

-- name: EndUndo :exec
update history.undo set state = @state, done = total, result = @result::jsonb, finished_at = @now where id = @id;

-- name: ReadUndo :one
select id, of_id, state, done, total, result, by_user, started_at, finished_at from history.undo where id = @id;

-- name: OwnSets :many
-- What somebody changed since an instant, newest first: one walk along the index by actor.
select s.id, s.at, s.reason, s.via, s.operation_id
  from history.change_set s
 where s.actor = @actor
   and s.at >= @since::timestamptz
   and (s.at, s.id) < (@before::timestamptz, @below::uuid)
 order by s.at desc, s.id desc
 limit @max::int;

-- name: RecordsOfSets :many
-- Which records change sets touched, the first few of each.
select c.change_set_id, c.table_name, c.row_id, coalesce(c.owner_id::text, '')::text as owner_id, c.op
  from (select unnest(@sets::uuid[]) as id) w
 cross join lateral (
    select h.change_set_id, h.table_name, h.row_id, h.owner_id, h.op, h.n
      from history.change h where h.change_set_id = w.id order by h.n limit 20
 ) c
 order by c.n;
