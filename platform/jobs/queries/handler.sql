-- name: CountByHandler :many
select d.handler, d.lane, d.state, count(*) as n,
       coalesce(max(extract(epoch from now() - d.due_at)) filter (where d.state = 'ready' and d.due_at <= now()), 0)::float8 as oldest_ready
  from jobs.delivery d
 group by d.handler, d.lane, d.state
 order by d.handler, d.lane, d.state;

-- name: EndedHandlers :many
-- The handlers of ended work, from one to the next, without reading all of it.
with recursive h (handler) as (
  (select f.handler from jobs.finished f order by f.handler limit 1)
  union all
  select (select f.handler from jobs.finished f where f.handler > h.handler order by f.handler limit 1) from h where h.handler is not null
)
select h.handler::text as handler from h where h.handler is not null;

-- name: Pace :many
-- How much ended and failed in the last hour, and how long the last 500 took.
select h.handler::text as handler, f.done_hour, f.done_minute, a.failed_hour, a.failed_minute,
       coalesce(p.wait50, 0)::float8 as wait50, coalesce(p.wait99, 0)::float8 as wait99, coalesce(p.run50, 0)::float8 as run50, coalesce(p.run99, 0)::float8 as run99, p.n as measured,
       coalesce(l.error, '')::text as last_error, coalesce(l.at, 'epoch')::timestamptz as last_error_at
  from unnest(@handlers::text[]) h (handler)
 cross join lateral (
   select count(*) as done_hour, count(*) filter (where x.finished_at > now() - interval '1 minute') as done_minute
     from jobs.finished x
    where x.handler = h.handler and x.finished_at > now() - interval '1 hour') f
 cross join lateral (
   select count(*) as failed_hour, count(*) filter (where x.at > now() - interval '1 minute') as failed_minute
     from jobs.attempt x
    where x.handler = h.handler and x.status in ('failed', 'dead') and x.at > now() - interval '1 hour') a
 cross join lateral (
   select count(*) as n,
          percentile_cont(0.5) within group (order by y.waited) as wait50, percentile_cont(0.99) within group (order by y.waited) as wait99,
          percentile_cont(0.5) within group (order by y.ran) as run50, percentile_cont(0.99) within group (order by y.ran) as run99
     from (select greatest(0, extract(epoch from x.started_at - x.due_at)) as waited, extract(epoch from x.finished_at - x.started_at) as ran
             from jobs.finished x
            where x.handler = h.handler and x.started_at is not null
            order by x.finished_at desc
            limit 500) y) p
  left join lateral (
   select x.error, x.at from jobs.attempt x
    where x.handler = h.handler and x.status in ('failed', 'dead')
    order by x.at desc
    limit 1) l on true;

-- name: Pauses :many
select p.handler, p.by, p.at from jobs.pause p order by p.handler;

-- name: HealthOf :one
select coalesce((select extract(epoch from now() - min(d.due_at)) from jobs.delivery d
                  where d.state = 'ready' and d.lane in ('event', 'job', 'long') and d.due_at <= now()), 0)::float8 as oldest_ready,
       coalesce((select extract(epoch from now() - min(d.due_at)) from jobs.delivery d
                  where d.state = 'ready' and d.lane in ('event', 'job', 'long') and d.due_at <= now() and d.handler = any (@known::text[])
                    and not exists (select from jobs.pause p where p.handler = d.handler)), 0)::float8 as relay_lag,
       (select count(*) from jobs.delivery d where d.state = 'held') as held,
       (select count(*) from jobs.delivery d where d.state = 'dead') as dead,
       (select count(*) from jobs.delivery d where d.state = 'paused') as paused,
       (select count(*) from jobs.finished f where f.finished_at > now() - interval '5 minutes') as ended_in_five_minutes,
       (select count(*) from jobs.attempt a where a.status in ('failed', 'dead') and a.at > now() - interval '1 hour') as failures_in_an_hour,
       (select count(*) from jobs.decision w where w.state = 'open') as decisions;

-- name: HasHandler :one
select (exists (select from jobs.delivery d where d.handler = @handler) or exists (select from jobs.pause p where p.handler = @handler))::boolean as found;
