-- name: Pipelines :many
select * from crm.pipeline order by is_default desc, name, id;

-- name: LockPipeline :one
select * from crm.pipeline where id = @id for update;

-- name: SharePipeline :one
select * from crm.pipeline where id = @id for share;

-- name: Stages :many
select * from crm.stage order by pipeline_id, position;

-- name: StagesOf :many
select * from crm.stage where pipeline_id = @pipeline_id order by position;

-- name: InsertDefaultPipeline :execrows
insert into crm.pipeline (id, name, is_default, created_at) values (@id, @name, true, @now) on conflict do nothing;

-- name: InsertPipeline :exec
insert into crm.pipeline (id, name, is_default, no_skip, no_back, create_only_in, active, created_at)
values (@id, @name, @is_default, @no_skip, @no_back, @create_only_in, @active, @now);

-- name: UndefaultPipelines :exec
update crm.pipeline set is_default = false, version = version + 1 where is_default and id <> @id;

-- name: UpdatePipeline :execrows
update crm.pipeline
   set name = @name, is_default = @is_default, no_skip = @no_skip, no_back = @no_back, create_only_in = @create_only_in, active = @active, version = version + 1
 where id = @id
   and version = @version;

-- name: PutStage :exec
insert into crm.stage (id, pipeline_id, name, position, category, probability, entry_fields, won_allowed, locked, colour, active, created_at)
values (@id, @pipeline_id, @name, @position, @category, @probability, @entry_fields, @won_allowed, @locked, @colour, @active, @now)
on conflict on constraint stage_key do update
   set name = excluded.name, position = excluded.position, category = excluded.category, probability = excluded.probability, entry_fields = excluded.entry_fields,
       won_allowed = excluded.won_allowed, locked = excluded.locked, colour = excluded.colour, active = excluded.active;

-- name: DropStages :exec
delete from crm.stage where pipeline_id = @pipeline_id and not (id = any(@kept::uuid[]));

-- name: LostReasons :many
select * from crm.lost_reason order by position, name;

-- name: InsertLostReason :exec
insert into crm.lost_reason (id, name, needs_note, position) values (@id, @name, @needs_note, @position) on conflict do nothing;

-- name: LockLostReasons :many
select * from crm.lost_reason order by id for update;

-- name: AddLostReason :one
insert into crm.lost_reason (id, name, needs_note, position)
values (@id, @name, @needs_note, (select coalesce(max(r.position), 0) + 1 from crm.lost_reason r))
returning *;

-- name: UpdateLostReason :one
update crm.lost_reason
   set name = @name, needs_note = @needs_note, active = @active, version = version + 1
 where id = @id
returning *;

-- name: Setting :one
select * from crm.setting;

-- name: PutSetting :execrows
insert into crm.setting as s (id, document_rounding, line_rounding, default_currency)
values (@id, @document_rounding, @line_rounding, @default_currency)
on conflict on constraint setting_key do update
   set document_rounding = excluded.document_rounding, line_rounding = excluded.line_rounding, default_currency = excluded.default_currency, version = s.version + 1
 where s.version = @version;

-- name: NextNumber :one
insert into crm.counter as c (name, year, last) values (@name, @year, 1)
on conflict on constraint counter_key do update set last = c.last + 1
returning last;

-- name: DropPipeline :exec
delete from crm.pipeline where id = @id;

-- name: PipelineNames :many
select id, name from crm.pipeline where id = any(@ids::uuid[]);

-- name: ReasonNames :many
select id, name from crm.lost_reason where id = any(@ids::uuid[]);

-- name: SettingNames :many
select id, default_currency from crm.setting where id = any(@ids::uuid[]);
