-- name: TakeYourTime :exec
select set_config('statement_timeout', '0', true);

-- name: Gaps :many
select 'a change set without a change' as broken, s.id::text as at
  from history.change_set s
 where not exists (select from history.change c where c.org_id = s.org_id and c.change_set_id = s.id)
union all
select 'a change without its change set', c.n::text
  from history.change c
 where not exists (select from history.change_set s where s.org_id = c.org_id and s.id = c.change_set_id)
 limit 50;
