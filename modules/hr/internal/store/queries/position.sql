-- name: ListPositions :many
select p.id, p.unit_id, u.name as unit_name, p.title, p.grade, p.headcount, p.status, p.version,
       (select count(*) from hr.job_fact j
         where j.position_id = p.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to))::int as filled,
       (/* TEMPLATE_BEGIN: key */ p.id::text /* TEMPLATE_END */)::text as page_key
  from hr.position p
  join hr.unit u on u.id = p.unit_id
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ p.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountPositions :one
select count(*) from (select 1 from hr.position p where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: GetPosition :one
select p.id, p.unit_id, u.name as unit_name, p.title, p.grade, p.headcount, p.status, p.version,
       (select count(*) from hr.job_fact j
         where j.position_id = p.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to))::int as filled
  from hr.position p
  join hr.unit u on u.id = p.unit_id
 where p.id = @id;

-- name: LockPosition :one
select id, unit_id, title, grade, headcount, status, version from hr.position where id = @id for update;

-- name: SharePositions :many
select id, unit_id, status from hr.position where id = any(@ids::uuid[]) for key share;

-- name: InsertPosition :exec
insert into hr.position (id, unit_id, title, grade, headcount, status, created_at)
values (@id, @unit_id, @title, @grade, @headcount, @status, @created_at);

-- name: UpdatePosition :exec
update hr.position
   set unit_id = @unit_id, title = @title, grade = @grade, headcount = @headcount, status = @status, version = version + 1
 where id = @id;

-- name: DeletePosition :execrows
delete from hr.position where id = @id;

-- name: PositionTitles :many
select id, title from hr.position where id = any(@ids::uuid[]);
