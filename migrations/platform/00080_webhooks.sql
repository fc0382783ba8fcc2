-- +goose Up
create table jobs.endpoint (
  org_id          uuid        not null default current_setting('app.org_id')::uuid,
  id              uuid        not null,
  url             text        not null constraint endpoint_has_a_url check (url ~ '^https?://' and length(url) <= 2000),
  description     text        not null default '' constraint endpoint_description_is_short check (length(description) <= 200),
  types           text[]      not null default '{}',
  owner_id        uuid        not null,
  token_id        uuid,
  state           text        not null default 'on' constraint endpoint_has_a_known_state check (state in ('on', 'paused', 'disabled')),
  reason          text        not null default '' constraint endpoint_is_disabled_for_a_known_reason check ((state = 'disabled') = (reason in ('gone', 'failing')) and reason in ('', 'gone', 'failing')),
  state_at        timestamptz not null default clock_timestamp(),
  version         bigint      not null default 1,
  created_at      timestamptz not null default clock_timestamp(),
  last_success_at timestamptz,
  last_failure_at timestamptz,
  failing_since   timestamptz,
  failures        int         not null default 0,
  constraint endpoint_key primary key (org_id, id)
) with (fillfactor = 70);
comment on table jobs.endpoint is 'An address of another system that hears events.';
comment on column jobs.endpoint.types is 'The events that it hears; none named: all.';
comment on column jobs.endpoint.owner_id is 'Whose rights, narrowed by the token if there is one, decide what is sent.';
comment on column jobs.endpoint.failing_since is 'The first failure after the last success; nothing: all is well.';
create index endpoint_newest on jobs.endpoint (org_id, created_at, id);
-- What a person chose is history; how the other side answers is in its log.
create trigger history after insert or update or delete on jobs.endpoint
  for each row execute function history.capture('state_at', 'version', 'last_success_at', 'last_failure_at', 'failing_since', 'failures');

create table jobs.endpoint_secret (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  endpoint_id uuid        not null,
  secret      bytea       not null constraint endpoint_secret_is_long_enough check (length(secret) between 24 and 64),
  created_at  timestamptz not null default clock_timestamp(),
  ends_at     timestamptz,
  constraint endpoint_secret_key primary key (org_id, id),
  constraint endpoint_secret_of_endpoint foreign key (org_id, endpoint_id) references jobs.endpoint (org_id, id) on delete cascade
);
comment on table jobs.endpoint_secret is 'What signs for an endpoint: the present secret and, while it is rotated, the one before. Only the relay reads it.';
create unique index endpoint_has_one_present_secret on jobs.endpoint_secret (org_id, endpoint_id) where ends_at is null;
create index endpoint_secret_by_endpoint on jobs.endpoint_secret (org_id, endpoint_id, created_at);
create trigger history after insert or update or delete on jobs.endpoint_secret
  for each row execute function history.capture('@endpoint_id', 'secret');

create table jobs.webhook (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  endpoint_id uuid        not null,
  event_id    uuid,
  type        text        not null,
  seq         bigint      not null,
  entity      text        not null default '',
  entity_id   uuid,
  body        text        constraint webhook_is_small check (octet_length(body) <= 20000),
  state       text        not null constraint webhook_has_a_known_state check (state in ('pending', 'sent', 'failed', 'held', 'withheld')),
  why         text        not null default '',
  attempts    int         not null default 0,
  tries       int         not null default 0,
  status      int,
  next_at     timestamptz,
  busy_until  timestamptz,
  job         uuid,
  created_at  timestamptz not null default clock_timestamp(),
  ended_at    timestamptz,
  constraint webhook_key primary key (org_id, id),
  constraint webhook_of_endpoint foreign key (org_id, endpoint_id) references jobs.endpoint (org_id, id) on delete cascade,
  constraint webhook_about_a_whole_record check ((entity = '') = (entity_id is null))
) with (fillfactor = 70);
comment on table jobs.webhook is 'One event on its way to one endpoint; its id is the webhook-id. Kept for 30 days.';
comment on column jobs.webhook.seq is 'Grows with the events of a record; gaps mean nothing.';
comment on column jobs.webhook.attempts is 'Calls so far; tries are those since it was sent anew.';
comment on column jobs.webhook.busy_until is 'A call is under way until then at the latest.';
comment on column jobs.webhook.job is 'The delivery that sends it; another one that comes along is stale.';
create index webhook_newest on jobs.webhook (org_id, endpoint_id, created_at, id);
create index webhook_by_state on jobs.webhook (org_id, endpoint_id, state, created_at, id);
create index webhook_busy on jobs.webhook (org_id, endpoint_id) where busy_until is not null;
create index webhook_by_age on jobs.webhook (org_id, created_at);

create table jobs.webhook_attempt (
  org_id           uuid        not null default current_setting('app.org_id')::uuid,
  webhook_id       uuid        not null,
  n                int         not null,
  at               timestamptz not null,
  ms               bigint      not null,
  url              text        not null,
  request_headers  jsonb       not null,
  status           int,
  response_headers jsonb,
  response         text        not null default '' constraint webhook_attempt_keeps_little check (octet_length(response) <= 4096),
  cut              boolean     not null default false,
  error            text        not null default '',
  constraint webhook_attempt_key primary key (org_id, webhook_id, n),
  constraint webhook_attempt_of_webhook foreign key (org_id, webhook_id) references jobs.webhook (org_id, id) on delete cascade
);
comment on table jobs.webhook_attempt is 'One call of an endpoint: what was asked, without the signature, and what came back.';

alter table jobs.endpoint enable row level security, force row level security;
alter table jobs.endpoint_secret enable row level security, force row level security;
alter table jobs.webhook enable row level security, force row level security;
alter table jobs.webhook_attempt enable row level security, force row level security;
create policy org on jobs.endpoint using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.endpoint_secret using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.webhook using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.webhook_attempt using (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update, delete on jobs.endpoint, jobs.webhook to longhouse_platform;
grant select, insert on jobs.webhook_attempt to longhouse_platform;
-- Written and ended by whoever looks after endpoints, and read by nobody but the role that signs.
grant select (org_id, id, endpoint_id, created_at, ends_at), insert, update (ends_at), delete on jobs.endpoint_secret to longhouse_platform;

-- +goose Down
drop table jobs.webhook_attempt, jobs.webhook, jobs.endpoint_secret, jobs.endpoint;
