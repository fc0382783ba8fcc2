-- name: Entries :many
-- What was said and kept about a record, newest first: three walks along three
-- indexes, each as long as the page. The rows are read by their IDs then.
select e.kind::text as kind, e.id::uuid as id, e.at::timestamptz as at
  from (
    (select 'note' as kind, n.id, n.at from notes.note n
      where @notes::boolean and n.entity = @entity and n.record_id = @record and (n.at, n.id) < (@before::timestamptz, @before_id::uuid)
      order by n.at desc, n.id desc limit @max)
    union all
    (select 'task', t.id, t.at from notes.task t
      where @tasks::boolean and t.entity = @entity and t.record_id = @record and (t.at, t.id) < (@before, @before_id)
      order by t.at desc, t.id desc limit @max)
    union all
    (select 'file', f.id, f.at from notes.file f
      where @files::boolean and f.entity = @entity and f.record_id = @record and (f.at, f.id) < (@before, @before_id)
      order by f.at desc, f.id desc limit @max)
  ) e
 order by e.at desc, e.id desc
 limit @max;

-- name: NotesOf :many
select n.id, n.entity, n.record_id, n.text, n.pinned, n.author_id, n.at, n.edited_at, n.version
  from notes.note n
 where n.id = any(@ids::uuid[]);

-- name: TasksOf :many
select t.id, t.entity, t.record_id, t.title, t.due_on, t.assignee_id, t.author_id, t.at, t.done_at, t.done_by, t.version
  from notes.task t
 where t.id = any(@ids::uuid[]);

-- name: FilesOf :many
select f.id, f.entity, f.record_id, f.name, f.type, f.size, f.sum, f.author_id, f.at, f.version
  from notes.file f
 where f.id = any(@ids::uuid[]);

-- name: Pinned :many
select n.id, n.entity, n.record_id, n.text, n.pinned, n.author_id, n.at, n.edited_at, n.version
  from notes.note n
 where n.entity = @entity and n.record_id = @record and n.pinned
 order by n.at desc, n.id desc
 limit 20;

-- name: Counts :one
-- Counted up to a hundred each: a tab that says 99+ needs no more.
select (select count(*) from (select from notes.note n where n.entity = @entity and n.record_id = @record limit 100) x)::int as notes,
       (select count(*) from (select from notes.task t where t.entity = @entity and t.record_id = @record and t.done_at is null limit 100) x)::int as open_tasks,
       (select count(*) from (select from notes.file f where f.entity = @entity and f.record_id = @record limit 100) x)::int as files;
