-- name: AddTask :exec
insert into notes.task (id, entity, record_id, title, due_on, assignee_id, author_id, at)
values (@id, @entity, @record, @title, sqlc.narg(due_on), @assignee, @author, @at);

-- name: LockTask :one
select t.id, t.entity, t.record_id, t.title, t.due_on, t.assignee_id, t.author_id, t.at, t.done_at, t.done_by, t.version
  from notes.task t
 where t.id = @id
   for no key update;

-- name: ChangeTask :exec
update notes.task
   set title = @title, due_on = sqlc.narg(due_on), assignee_id = @assignee, done_at = sqlc.narg(done_at), done_by = sqlc.narg(done_by), version = version + 1
 where id = @id;

-- name: DeleteTask :exec
delete from notes.task where id = @id;

-- name: MyTasks :many
-- Open tasks of a person by their day; those without one come last, as if due in the year 9999.
select t.id, t.entity, t.record_id, t.title, t.due_on, t.assignee_id, t.author_id, t.at, t.done_at, t.done_by, t.version
  from notes.task t
 where t.assignee_id = @person and t.done_at is null
   and (coalesce(t.due_on, date '9999-12-31'), t.id) > (@day::date, @after::uuid)
   and coalesce(t.due_on, date '9999-12-31') <= @until::date
 order by coalesce(t.due_on, date '9999-12-31'), t.id
 limit @max;

-- name: DueTasks :many
select t.id, t.entity, t.record_id, t.title, t.due_on, t.assignee_id, t.author_id, t.at, t.done_at, t.done_by, t.version
  from notes.task t
 where t.due_on = @day and t.done_at is null and t.id > @after
 order by t.id
 limit 200;
