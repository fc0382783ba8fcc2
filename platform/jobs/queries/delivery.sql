-- name: ListDeliveries :many
select d.key, d.handler, d.type, d.lane, d.state, d.order_key, d.starts, d.failures, d.max_failures, d.cancelled, d.done, d.total,
       d.last_error, d.actor, d.created_at, d.due_at,
       (/* TEMPLATE_BEGIN: key */ d.key::text /* TEMPLATE_END */)::text as page_key
  from jobs.delivery d
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ d.key /* TEMPLATE_END */
 limit @max::int;

-- name: CountDeliveries :one
select count(*) from (
  select from jobs.delivery d where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: HeadOf :one
-- What an act needs to know of open work before it is done.
select d.handler, d.type, d.state, d.halts, d.event_id is not null as is_event
  from jobs.delivery d
 where d.key = @key
 order by d.pos
 limit 1;

-- name: OpenWork :one
select d.pos, d.key, d.handler, d.type, d.version, d.lane, d.state, d.order_key, d.halts, d.starts, d.failures, d.max_failures, d.cancelled, d.done, d.total,
       d.last_error, d.actor, d.event_id, d.payload, d.created_at, d.due_at, d.started_at
  from jobs.delivery d
 where d.key = @key
 order by d.pos
 limit 1;

-- name: EndedWork :one
select f.pos, f.key, f.handler, f.type, f.version, f.lane, f.order_key, f.halts, f.starts, f.failures, f.max_failures, f.cancelled, f.done, f.total,
       f.last_error, f.actor, f.event_id, f.payload, f.created_at, f.due_at, f.started_at, f.finished_at, f.outcome
  from jobs.finished f
 where f.key = @key
 order by f.pos
 limit 1;

-- name: EventOf :one
select e.id, e.type, e.payload, e.at from jobs.event e where e.id = @id;

-- name: AttemptsOf :many
select a.n, a.at, a.status, a.ms, a.error
  from jobs.attempt a
 where a.key = @key
 order by a.n desc
 limit 100;

-- name: Behind :many
select d.key, d.type, d.state, d.created_at
  from jobs.delivery d
 where d.handler = @handler and d.order_key = @order_key::text and d.pos > @pos and d.state <> 'dead'
 order by d.pos
 limit 5;

-- name: CountBehind :one
select count(*) from (
  select from jobs.delivery d
   where d.handler = @handler and d.order_key = @order_key::text and d.pos > @pos and d.state <> 'dead'
   limit 10001) x;

-- name: ListFinished :many
select f.key, f.handler, f.type, f.lane, f.outcome, f.order_key, f.starts, f.failures, f.last_error, f.actor, f.created_at, f.started_at, f.finished_at,
       (/* TEMPLATE_BEGIN: key */ f.key::text /* TEMPLATE_END */)::text as page_key
  from jobs.finished f
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ f.key /* TEMPLATE_END */
 limit @max::int;

-- name: CountFinished :one
select count(*) from (
  select from jobs.finished f where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;
