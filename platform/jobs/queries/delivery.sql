-- name: ListDeliveries :many
select d.key, d.handler, d.type, d.state, d.order_key, d.starts, d.failures, d.max_failures, d.cancelled, d.done, d.total,
       d.last_error, d.created_at, d.due_at,
       (/* TEMPLATE_BEGIN: key */ d.key::text /* TEMPLATE_END */)::text as page_key
  from jobs.delivery d
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ d.key /* TEMPLATE_END */
 limit @max::int;

-- name: CountDeliveries :one
select count(*) from (
  select from jobs.delivery d where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: CountByHandler :many
select d.handler, d.state, count(*) as n,
       coalesce(max(extract(epoch from clock_timestamp() - d.due_at)) filter (where d.state = 'ready' and d.due_at <= clock_timestamp()), 0)::float8 as oldest_ready
  from jobs.delivery d
 group by d.handler, d.state
 order by d.handler, d.state;

-- name: HaltsItsKey :one
select exists (select from jobs.delivery d where d.key = @key and d.state = 'dead' and d.halts);
