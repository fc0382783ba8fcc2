-- name: AddDecision :exec
insert into jobs.decision (id, key, handler, act, payload, reason, asked_by)
values (@id, @key, @handler, @act, sqlc.narg(payload)::jsonb, @reason, @asked_by);

-- name: LockDecision :one
select w.id, w.key, w.handler, w.act, w.payload, w.reason, w.state, w.asked_by, w.asked_at, w.decided_by, w.decided_at, w.version
  from jobs.decision w
 where w.id = @id
   for update;

-- name: Decide :exec
update jobs.decision
   set state = @state, decided_by = @by::uuid, decided_at = clock_timestamp(), version = version + 1
 where id = @id;

-- name: OpenDecisionOf :many
select w.id, w.key, w.handler, w.act, w.payload, w.reason, w.state, w.asked_by, w.asked_at, w.decided_by, w.decided_at, w.version
  from jobs.decision w
 where w.key = @key and w.state = 'open';

-- name: ListDecisions :many
select w.id, w.key, w.handler, w.act, w.payload, w.reason, w.state, w.asked_by, w.asked_at, w.decided_by, w.decided_at, w.version,
       (/* TEMPLATE_BEGIN: key */ w.id::text /* TEMPLATE_END */)::text as page_key
  from jobs.decision w
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ w.id /* TEMPLATE_END */
 limit @max::int;

-- name: OneDecision :one
select w.id, w.key, w.handler, w.act, w.payload, w.reason, w.state, w.asked_by, w.asked_at, w.decided_by, w.decided_at, w.version
  from jobs.decision w
 where w.id = @id;
