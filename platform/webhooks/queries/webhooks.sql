-- name: AddEndpoint :exec
insert into jobs.endpoint (id, url, description, types, owner_id, token_id)
values (@id, @url, @description, @types, @owner_id, sqlc.narg(token_id));

-- name: GetEndpoint :one
select e.id, e.url, e.description, e.types, e.owner_id, e.token_id, e.state, e.reason, e.state_at, e.version, e.created_at,
       e.last_success_at, e.last_failure_at, e.failing_since, e.failures
  from jobs.endpoint e
 where e.id = @id;

-- name: LockEndpoint :one
select e.id, e.url, e.description, e.types, e.owner_id, e.token_id, e.state, e.reason, e.state_at, e.version, e.created_at,
       e.last_success_at, e.last_failure_at, e.failing_since, e.failures
  from jobs.endpoint e
 where e.id = @id
   for no key update;

-- name: ListEndpoints :many
select e.id, e.url, e.description, e.types, e.owner_id, e.token_id, e.state, e.reason, e.state_at, e.version, e.created_at,
       e.last_success_at, e.last_failure_at, e.failing_since, e.failures,
       (/* TEMPLATE_BEGIN: key */ e.created_at::text /* TEMPLATE_END */)::text as page_key
  from jobs.endpoint e
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ e.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountEndpoints :one
select count(*) from jobs.endpoint e;

-- name: ChangeEndpoint :exec
update jobs.endpoint
   set url = @url, description = @description, types = @types, owner_id = @owner_id, token_id = sqlc.narg(token_id), version = version + 1
 where id = @id;

-- name: SetState :exec
update jobs.endpoint
   set state = @state, reason = @reason, state_at = clock_timestamp(), version = version + 1,
       failing_since = case when @state::text = 'on' then null else failing_since end,
       failures = case when @state::text = 'on' then 0 else failures end
 where id = @id;

-- name: DeleteEndpoint :exec
delete from jobs.endpoint where id = @id;

-- name: AddSecret :exec
insert into jobs.endpoint_secret (id, endpoint_id, secret) values (@id, @endpoint_id, @secret);

-- name: ForgetOldSecrets :exec
delete from jobs.endpoint_secret where endpoint_id = @endpoint_id and ends_at is not null;

-- name: RetireSecret :exec
update jobs.endpoint_secret set ends_at = @ends_at::timestamptz where endpoint_id = @endpoint_id and ends_at is null;

-- name: DescribeSecrets :many
select s.created_at, s.ends_at
  from jobs.endpoint_secret s
 where s.endpoint_id = @endpoint_id and (s.ends_at is null or s.ends_at > clock_timestamp())
 order by s.created_at desc;

-- name: SigningSecrets :many
select s.secret
  from jobs.endpoint_secret s
 where s.endpoint_id = @endpoint_id and (s.ends_at is null or s.ends_at > clock_timestamp())
 order by s.created_at desc;

-- name: CountByState :many
select w.state, count(*) as n
  from jobs.webhook w
 where w.endpoint_id = @endpoint_id and w.type <> 'webhooks.test' and w.created_at > clock_timestamp() - interval '30 days'
 group by w.state;

-- name: ListWebhooks :many
select w.id, w.endpoint_id, w.event_id, w.type, w.seq, w.entity, w.entity_id, w.body, w.state, w.why, w.attempts, w.tries, w.status, w.next_at, w.created_at, w.ended_at,
       (/* TEMPLATE_BEGIN: key */ w.created_at::text /* TEMPLATE_END */)::text as page_key
  from jobs.webhook w
 where w.endpoint_id = @endpoint_id and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ w.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountWebhooks :one
select count(*) from (
  select from jobs.webhook w where w.endpoint_id = @endpoint_id and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: GetWebhook :one
select w.id, w.endpoint_id, w.event_id, w.type, w.seq, w.entity, w.entity_id, w.body, w.state, w.why, w.attempts, w.tries, w.status, w.next_at, w.created_at, w.ended_at
  from jobs.webhook w
 where w.endpoint_id = @endpoint_id and w.id = @id;

-- name: ListAttempts :many
select a.n, a.at, a.ms, a.url, a.request_headers, a.status, a.response_headers, a.response, a.cut, a.error
  from jobs.webhook_attempt a
 where a.webhook_id = @webhook_id
 order by a.n desc
 limit 100;

-- name: LockWebhook :one
select w.org_id, w.id, w.endpoint_id, w.event_id, w.type, w.seq, w.entity, w.entity_id, w.body, w.state, w.attempts, w.tries, w.job, w.created_at
  from jobs.webhook w
 where w.id = @id
   for update;

-- name: BusyWith :one
select count(*) from jobs.webhook w where w.endpoint_id = @endpoint_id and w.busy_until > clock_timestamp();

-- name: Begin :exec
update jobs.webhook set busy_until = clock_timestamp() + make_interval(secs => @busy::float8) where id = @id;

-- name: PayloadOf :one
select e.payload from jobs.event e where e.id = @id;

-- name: AddWebhook :exec
insert into jobs.webhook (id, endpoint_id, type, seq, body, state, busy_until)
values (@id, @endpoint_id, @type, nextval('jobs.webhook_seq'), @body, 'pending', clock_timestamp() + make_interval(secs => @busy::float8));

-- name: AddAttempt :exec
insert into jobs.webhook_attempt (webhook_id, n, at, ms, url, request_headers, status, response_headers, response, cut, error)
values (@webhook_id, @n, @at, @ms, @url, @request_headers, sqlc.narg(status), sqlc.narg(response_headers), @response, @cut, @error);

-- name: Conclude :exec
update jobs.webhook
   set state = @state::text, why = @why, attempts = @attempts, tries = @tries, status = sqlc.narg(status), busy_until = null,
       entity = case when sqlc.narg(entity_id)::uuid is null then entity else @entity::text end, entity_id = coalesce(sqlc.narg(entity_id)::uuid, entity_id), body = coalesce(sqlc.narg(body), body),
       next_at = case when @state::text = 'pending' then clock_timestamp() + make_interval(secs => @wait::float8) end,
       ended_at = case when @state::text in ('sent', 'failed', 'withheld') then clock_timestamp() end
 where id = @id;

-- name: Hold :exec
update jobs.webhook set state = 'held', busy_until = null, next_at = null, job = null where id = @id;

-- name: DropWebhook :exec
delete from jobs.webhook where id = @id;

-- name: Succeeded :exec
update jobs.endpoint set last_success_at = clock_timestamp(), failing_since = null, failures = 0
 where id = @id and (failing_since is not null or last_success_at is null or last_success_at < clock_timestamp() - interval '10 seconds');

-- name: Failed :one
update jobs.endpoint set last_failure_at = clock_timestamp(), failing_since = coalesce(failing_since, clock_timestamp()), failures = failures + 1
 where id = @id
returning (state = 'on' and failing_since < clock_timestamp() - make_interval(secs => @patience::float8))::boolean as lasting;

-- name: Disable :execrows
update jobs.endpoint set state = 'disabled', reason = @reason, state_at = clock_timestamp(), version = version + 1 where id = @id and state = 'on';

-- name: SendAgain :one
select jobs.send_again(@endpoint_id, sqlc.narg(one)::uuid, @since::timestamptz, @states::text[], @most::int)::bigint as n;

-- name: Clean :execrows
delete from jobs.webhook
 where id in (select w.id from jobs.webhook w where w.created_at < clock_timestamp() - interval '30 days' and w.state <> 'pending' order by w.created_at limit @most::int);

-- name: NamesOf :many
select e.id, e.description, e.url from jobs.endpoint e where e.id = any (@ids::uuid[]);

-- name: PayloadsOf :many
select e.id, e.payload from jobs.event e where e.id = any (@ids::uuid[]);
