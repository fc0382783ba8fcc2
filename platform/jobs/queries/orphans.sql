-- name: TakeYourTime :exec
select set_config('statement_timeout', '0', true);

-- name: Orphans :many
select 'work for an event that is gone' as broken, d.pos::text as at
  from jobs.delivery d
 where d.event_id is not null and not exists (select from jobs.event e where e.org_id = d.org_id and e.id = d.event_id)
union all
select 'work that waits for nothing', d.pos::text
  from jobs.delivery d
 where d.state = 'waiting'
   and not exists (select from jobs.delivery e where e.org_id = d.org_id and e.handler = d.handler and e.order_key = d.order_key and e.pos < d.pos)
 limit 50;
