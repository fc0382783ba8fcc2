-- name: ListDeals :many
select sqlc.embed(d), (select s.name from crm.stage s where s.org_id = d.org_id and s.id = d.stage_id)::text as stage_name, (/* TEMPLATE_BEGIN: key */ d.id::text /* TEMPLATE_END */)::text as page_key,
       (/* TEMPLATE_BEGIN: relation */ 'all' /* TEMPLATE_END */)::text as relation
  from crm.deal d
 where d.deleted_at is null
   and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ d.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountDeals :one
select count(*)
  from (select 1 from crm.deal d
         where d.deleted_at is null
           and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
         limit 10001) x;

-- name: GetDeal :one
select sqlc.embed(d), s.name as stage_name, (/* TEMPLATE_BEGIN: relation */ 'all' /* TEMPLATE_END */)::text as relation
  from crm.deal d
  join crm.stage s on s.org_id = d.org_id and s.id = d.stage_id
 where d.id = @id
   and d.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LockDeal :one
select d.*
  from crm.deal d
 where d.id = @id
   and d.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: UpdateDeal :execrows
update crm.deal
   set code = @code, name = @name, account_id = @account_id, contact_id = @contact_id, pipeline_id = @pipeline_id, stage_id = @stage_id, status = @status,
       owner_id = @owner_id, team_id = @team_id, dept_id = @dept_id, salesperson_id = @salesperson_id, product = @product, amount = @amount, cost = @cost,
       currency = @currency, probability = @probability, expected_close = @expected_close, next_step = @next_step, closed_at = @closed_at, lost_reason_id = @lost_reason_id,
       lost_note = @lost_note, held_from_id = @held_from_id, rank = @rank, stage_entered_at = @stage_entered_at, deleted_at = @deleted_at, custom = @custom,
       updated_at = @updated_at, version = version + 1
 where id = @id
   and version = @version;

-- name: LeaveStage :exec
update crm.stage_history
   set left_at = @moment::timestamptz
 where deal_id = @deal_id
   and left_at is null;

-- name: StageVisits :many
select sqlc.embed(h), t.name as to_name, t.category as to_category, f.name as from_name, f.category as from_category
  from crm.stage_history h
  join crm.stage t on t.org_id = h.org_id and t.id = h.to_stage_id
  left join crm.stage f on f.org_id = h.org_id and f.id = h.from_stage_id
 where h.deal_id = @deal_id
 order by h.entered_at desc, h.id desc
 limit 200;

-- name: BoardTotals :many
select d.stage_id, count(*) as deals,
       coalesce(sum(d.amount) filter (where d.currency = @currency::text), 0)::numeric as amount,
       coalesce(sum(case d.status when 'hold' then 0 else round(d.amount * d.probability * 0.01, @decimals::int) end) filter (where d.currency = @currency::text), 0)::numeric as weighted,
       count(*) filter (where d.currency <> @currency::text) as other
  from crm.deal d
 where d.pipeline_id = @pipeline_id
   and d.deleted_at is null
   and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
 group by d.stage_id;

-- name: BoardCards :many
select sqlc.embed(d), (/* TEMPLATE_BEGIN: relation */ 'all' /* TEMPLATE_END */)::text as relation
  from crm.deal d
 where d.id = any(array( -- found once and first: a join could look for them again for every deal, right after an import
   select card.id
     from unnest(@stages::uuid[]) as st(id)
    cross join lateral (
      select d.id from crm.deal d
       where d.stage_id = st.id
         and d.deleted_at is null
         and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
       order by d.rank, d.id
       limit @max::int) card))
 order by d.rank, d.id;

-- name: RanksAround :many
select d.rank from crm.deal d
 where d.stage_id = @stage_id
   and d.id <> @deal_id
   and d.deleted_at is null
 order by d.rank, d.id
 offset @before::int
 limit 2;

-- name: TopRank :one
select coalesce(min(rank), 0)::numeric from crm.deal where stage_id = @stage_id and deleted_at is null;

-- name: EraseDeal :execrows
delete from crm.deal where id = @id;

-- name: DealsByCode :many
select * from crm.deal where code_key = any(@codes::text[]) and code <> '' and deleted_at is null;

-- name: HandOverDeals :execrows
update crm.deal
   set owner_id = @to_owner::uuid, team_id = @team_id, dept_id = @dept_id, updated_at = @now, version = version + 1
 where owner_id = @from_owner::uuid
   and status in ('open', 'hold')
   and deleted_at is null;

-- name: LockAnyDeal :one
select d.*
  from crm.deal d
 where d.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: SeeAnyDeal :one
select d.id
  from crm.deal d
 where d.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: DealNames :many
select d.id, d.name
  from crm.deal d
 where d.id = any(@ids::uuid[])
   and d.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: DealRelations :many
select (/* TEMPLATE_BEGIN: relation */ 'all' /* TEMPLATE_END */)::text as relation
  from (select nullif(o.owner_id, @nobody::uuid) as owner_id, nullif(o.team_id, @nobody::uuid) as team_id, nullif(o.dept_id, @nobody::uuid) as dept_id, o.n
          from (select unnest(@owners::uuid[]) as owner_id, unnest(@teams::uuid[]) as team_id, unnest(@depts::uuid[]) as dept_id, unnest(@places::int[]) as n) o) d
 order by d.n;
