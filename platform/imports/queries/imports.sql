-- name: AddFile :exec
insert into platform.import_file (id, name, bytes, chosen, understood, created_by, created_at)
values (@id, @name, @bytes, @chosen, @understood, sqlc.narg(created_by), @created_at);

-- name: GetFile :one
select f.id, f.name, f.chosen, f.understood, f.created_by
  from platform.import_file f
 where f.id = @id;

-- name: FileBytes :one
select f.bytes
  from platform.import_file f
 where f.id = @id;

-- name: UnusedFiles :one
select count(*)
  from platform.import_file f
 where f.created_by is not distinct from sqlc.narg(created_by)
   and not exists (select from platform.import i where i.file_id = f.id or i.lines_file_id = f.id);

-- name: RereadFile :exec
update platform.import_file
   set chosen = @chosen, understood = @understood
 where id = @id;

-- name: ImportsOfFile :many
select i.id, i.state
  from platform.import i
 where i.file_id = @file_id or i.lines_file_id = @file_id
 order by i.id
   for update;

-- name: AddImport :exec
insert into platform.import (id, target, file_id, lines_file_id, mapping, lines_mapping, formats, lines_formats, options, questions, state, created_by, created_at)
values (@id, @target, @file_id, sqlc.narg(lines_file_id), @mapping, @lines_mapping, @formats, @lines_formats, @options, @questions, 'mapping', sqlc.narg(created_by), @created_at);

-- name: GetImport :one
select i.id, i.target, i.file_id, i.lines_file_id, i.mapping, i.lines_mapping, i.formats, i.lines_formats, i.options, i.questions,
       i.state, i.counts, i.done, i.total, i.problem, i.job, i.attempts, i.undo, i.version, i.created_by, i.created_at, i.started_at, i.finished_at
  from platform.import i
 where i.id = @id;

-- name: LockImport :one
select i.id, i.target, i.file_id, i.lines_file_id, i.mapping, i.lines_mapping, i.formats, i.lines_formats, i.options, i.questions,
       i.state, i.counts, i.done, i.total, i.problem, i.job, i.attempts, i.undo, i.version, i.created_by, i.created_at, i.started_at, i.finished_at
  from platform.import i
 where i.id = @id
   for update;

-- name: ListImports :many
select i.id, i.target, i.file_id, i.lines_file_id, i.mapping, i.lines_mapping, i.formats, i.lines_formats, i.options, i.questions,
       i.state, i.counts, i.done, i.total, i.problem, i.undo, i.version, i.created_by, i.created_at, i.started_at, i.finished_at,
       f.name as file_name, l.name as lines_file_name,
       /* TEMPLATE_BEGIN: key */ i.created_at::text /* TEMPLATE_END */ as page_key
  from platform.import i
  join platform.import_file f on f.id = i.file_id
  left join platform.import_file l on l.id = i.lines_file_id
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ i.id /* TEMPLATE_END */
 limit @max::int;

-- name: ChangeImport :exec
update platform.import
   set mapping = @mapping, lines_mapping = @lines_mapping, formats = @formats, lines_formats = @lines_formats, options = @options, questions = @questions,
       state = 'mapping', counts = null, done = 0, total = 0, problem = null, version = version + 1
 where id = @id;

-- name: UnderWay :one
select count(*)
  from platform.import i
 where i.state in ('checking', 'running', 'undoing');

-- name: OneByOne :exec
select pg_advisory_xact_lock(hashtextextended('imports ' || current_setting('app.org_id'), 0));

-- name: SetState :exec
update platform.import
   set state = @state, job = sqlc.narg(job), done = @done, total = @total, attempts = 0, problem = null, started_at = coalesce(started_at, sqlc.narg(started_at)), version = version + 1
 where id = @id;

-- name: EndState :execrows
update platform.import
   set state = @state, problem = sqlc.narg(problem), counts = coalesce(sqlc.narg(counts), counts), undo = coalesce(sqlc.narg(undo), undo),
       finished_at = coalesce(sqlc.narg(finished_at), finished_at), version = version + 1
 where id = @id and state = @was;

-- name: Attempted :one
update platform.import
   set attempts = attempts + 1, problem = @problem
 where id = @id and state = @was
returning attempts;

-- name: SetProgress :execrows
update platform.import
   set done = @done, total = @total
 where id = @id and state = @was;

-- name: DeleteRows :exec
delete from platform.import_row
 where import_id = @import_id;

-- name: DeleteLines :exec
delete from platform.import_line
 where import_id = @import_id;

-- name: AddRows :exec
insert into platform.import_row (import_id, n, part, line, cells, "values", lines, verdict, record, changed, faults)
select @import_id, r.n, r.part, r.line, r.cells, r.vals, r.lines, r.verdict, r.record, r.changed, r.faults
  from jsonb_to_recordset(@rows::jsonb) as r (n int, part text, line int, cells jsonb, vals jsonb, lines jsonb, verdict text, record uuid, changed jsonb, faults jsonb);

-- name: AddLines :exec
insert into platform.import_line (import_id, n, row_n, line, cells)
select @import_id, r.n, r.row_n, r.line, r.cells
  from jsonb_to_recordset(@rows::jsonb) as r (n int, row_n int, line int, cells jsonb);

-- name: CountVerdicts :many
select r.verdict, count(*)
  from platform.import_row r
 where r.import_id = @import_id
 group by r.verdict;

-- name: CountWork :one
select count(*) filter (where not r.applied and r.verdict <> 'error') as open, count(*) filter (where r.applied) as applied
  from platform.import_row r
 where r.import_id = @import_id;

-- name: NextRows :many
select r.n, r."values", r.lines
  from platform.import_row r
 where r.import_id = @import_id and r.n > @after and not r.applied and r.verdict <> 'error'
 order by r.n
 limit @max::int;

-- name: ListRows :many
select r.n, r.import_id, r.part, r.line, r."values", r.verdict, r.record, r.changed, r.faults,
       /* TEMPLATE_BEGIN: key */ r.n::text /* TEMPLATE_END */ as page_key
  from platform.import_row r
 where r.import_id = @import_id and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ r.n /* TEMPLATE_END */
 limit @max::int;

-- name: RefusedRows :many
select r.n, r.cells, r.faults
  from platform.import_row r
 where r.import_id = @import_id and r.part = @part and r.verdict = 'error' and r.n > @after
 order by r.n
 limit @max::int;

-- name: LinesOfRefused :many
select l.n, l.cells, r.faults, l.line
  from platform.import_line l
  join platform.import_row r on r.import_id = l.import_id and r.n = l.row_n
 where l.import_id = @import_id and r.verdict = 'error' and l.n > @after
 order by l.n
 limit @max::int;

-- name: Applied :one
select platform.import_applied(@its_import, @verdicts::jsonb, @is_done)::boolean as told;

-- name: DeleteImport :execrows
delete from platform.import
 where id = @id;

-- name: DeleteFiles :exec
delete from platform.import_file f
 where f.id = any(@ids::uuid[])
   and not exists (select from platform.import i where i.file_id = f.id or i.lines_file_id = f.id);

-- name: SweepImports :execrows
delete from platform.import i
 where i.id in (select o.id from platform.import o
                 where o.started_at is null and o.state in ('mapping', 'checked') and o.created_at < @before
                 order by o.id limit 100);

-- name: SweepFiles :execrows
delete from platform.import_file f
 where f.id in (select o.id from platform.import_file o
                 where o.created_at < @before
                   and not exists (select from platform.import i where i.file_id = o.id or i.lines_file_id = o.id)
                 order by o.created_at limit 100);

-- name: PlanAnew :exec
-- A plan that was made while a table was empty reads all of it for each batch, and is kept until statistics are gathered.
select set_config('plan_cache_mode', 'force_custom_plan', true);
