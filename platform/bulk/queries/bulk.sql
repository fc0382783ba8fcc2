-- name: Keep :exec
insert into platform.bulk (id, list, entity, act, shared, reason, state, total, by_user, created_at)
values (@id, @list, @entity, @act, sqlc.narg('shared')::jsonb, @reason, @state, @total, @by_user, @now);

-- name: KeepRecords :exec
insert into platform.bulk_record (run_id, n, record_id, version, title, own)
select @run_id, r.n, r.record_id, r.version, r.title, nullif(r.own, '')::jsonb
  from (select unnest(@ns::int[]) as n, unnest(@records::uuid[]) as record_id, unnest(@versions::bigint[]) as version,
               unnest(@titles::text[]) as title, unnest(@owns::text[]) as own) r;

-- name: Start :one
-- A preview becomes a run, once.
update platform.bulk b
   set state = 'running', reason = @reason
 where b.id = @id and b.state = 'previewed' and b.list = @list and b.by_user = @by_user and b.created_at > @since
returning b.total;

-- name: Read :one
select b.id, b.list, b.entity, b.act, b.shared, b.reason, b.state, b.total, b.done, b.changed, b.unchanged, b.refused, b.problem, b.by_user, b.created_at, b.finished_at
  from platform.bulk b
 where b.id = @id;

-- name: NextRecords :many
select r.n, r.record_id, r.version, r.own
  from platform.bulk_record r
 where r.run_id = @run_id and r.state = 'open' and r.n > @after
 order by r.n
 limit @max::int;

-- name: Tell :one
-- What became of some records; those that were told of before stay as they are.
with told as (
  update platform.bulk_record r
     set state = t.state, code = t.code, detail = t.detail, field = t.field
    from (select unnest(@ns::int[]) as n, unnest(@states::text[]) as state, unnest(@codes::text[]) as code,
                 unnest(@details::text[]) as detail, unnest(@fields::text[]) as field) t
   where r.run_id = @run_id and r.n = t.n and r.state = 'open'
  returning r.state
)
update platform.bulk b
   set done = b.done + (select count(*) from told),
       changed = b.changed + (select count(*) from told where told.state = 'changed'),
       unchanged = b.unchanged + (select count(*) from told where told.state = 'unchanged'),
       refused = b.refused + (select count(*) from told where told.state = 'refused')
 where b.id = @run_id
returning b.state, b.done;

-- name: Finish :exec
update platform.bulk b
   set state = @state, problem = sqlc.narg('problem'), finished_at = @now::timestamptz
 where b.id = @id and b.state = 'running';

-- name: Reasons :many
select r.code, r.detail, r.field, count(*) as n
  from platform.bulk_record r
 where r.run_id = @run_id and r.state = 'refused'
 group by r.code, r.detail, r.field
 order by n desc, r.code, r.detail
 limit 50;

-- name: FewRecords :many
select r.record_id, r.title, r.code, r.detail, r.field
  from platform.bulk_record r
 where r.run_id = @run_id and r.state = @state
 order by r.n
 limit 200;

-- name: ListRecords :many
select r.n, r.record_id, r.title, r.state, r.code, r.detail, r.field,
       /* TEMPLATE_BEGIN: key */ r.n::text /* TEMPLATE_END */ as page_key
  from platform.bulk_record r
 where r.run_id = @run_id and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ r.n /* TEMPLATE_END */
 limit @max::int;

-- name: CountRecords :one
select count(*) from (
  select from platform.bulk_record r
   where r.run_id = @run_id and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
   limit 10001) n;

-- name: Touched :one
-- Whether a run has changed a record already.
select exists (
  select from history.change_set s
    join history.change c on c.org_id = s.org_id and c.change_set_id = s.id
   where s.operation_id = @run_id and c.row_id = @record_id)::boolean;

-- name: Sweep :exec
delete from platform.bulk b
 where b.created_at < @before and b.state <> 'running'
    or b.created_at < @yesterday and b.state = 'previewed';

-- name: BreakOff :exec
-- A run that nobody waits for any more, and no job works on.
update platform.bulk b
   set state = 'failed', problem = @problem::jsonb, finished_at = @now::timestamptz
 where b.state = 'running' and b.created_at < @before;
