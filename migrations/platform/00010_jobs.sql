-- +goose Up
create table jobs.event (
  org_id  uuid        not null default current_setting('app.org_id')::uuid,
  id      uuid        not null,
  type    text        not null constraint event_has_a_type check (type <> ''),
  payload jsonb       not null,
  actor   jsonb       not null,
  at      timestamptz not null default clock_timestamp(),
  constraint event_key primary key (org_id, id)
);
comment on table jobs.event is 'A fact that a transaction announced. Kept as long as history.';

create table jobs.delivery (
  pos          bigint      generated always as identity,
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  key          uuid        not null,
  handler      text        not null,
  type         text        not null,
  version      smallint    not null default 1,
  event_id     uuid,
  payload      jsonb,
  actor        jsonb       not null,
  lane         text        not null constraint delivery_has_a_known_lane check (lane in ('event', 'job', 'long')),
  order_key    text,
  halts        boolean     not null default false,
  dedupe       text,
  state        text        not null default 'ready'
               constraint delivery_has_a_known_state check (state in ('ready', 'waiting', 'out', 'held', 'dead', 'uncertain')),
  gen          int         not null default 0,
  starts       int         not null default 0,
  failures     int         not null default 0,
  max_failures int         not null default 12,
  due_at       timestamptz not null default clock_timestamp(),
  handed_at    timestamptz,
  started_at   timestamptz,
  lease        uuid,
  lease_until  timestamptz,
  cancelled    boolean     not null default false,
  cursor       jsonb,
  done         bigint,
  total        bigint,
  last_error   text,
  created_at   timestamptz not null default clock_timestamp(),
  constraint delivery_key primary key (pos),
  constraint delivery_is_one_thing check (num_nonnulls(event_id, payload) = 1),
  constraint delivery_is_held_with_a_lease check ((state = 'held') = (lease is not null)),
  constraint delivery_is_single_in_its_key check (dedupe is null or order_key is not null)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
comment on table jobs.delivery is 'Work that a commit left for one handler. Open work only: done rows leave.';
comment on column jobs.delivery.key is 'Stable for ever: what handlers pass on as idempotency key, Message-ID or webhook-id.';
comment on column jobs.delivery.gen is 'Number of this hand-out; a pointer with another one is stale.';
comment on column jobs.delivery.starts is 'Calls that began. What it exceeds failures by began and had no outcome: it finds handlers that kill their process.';
create unique index delivery_is_written_once on jobs.delivery (org_id, handler, key);
create unique index delivery_is_open_once on jobs.delivery (org_id, handler, dedupe)
  where dedupe is not null and started_at is null and state <> 'dead';
create index delivery_ready on jobs.delivery (lane, org_id, due_at, pos) where state = 'ready';
create index delivery_out on jobs.delivery (lane, org_id) where state = 'out';
create index delivery_held on jobs.delivery (lease_until) where state = 'held';
create index delivery_dead on jobs.delivery (org_id, pos) where state = 'dead';
create index delivery_suspect on jobs.delivery (state, due_at) where starts - failures >= 2;
create index delivery_order on jobs.delivery (org_id, handler, order_key, pos) where order_key is not null;

create table jobs.finished (
  like jobs.delivery,
  finished_at timestamptz not null default clock_timestamp(),
  outcome     text        not null constraint finished_has_a_known_outcome check (outcome in ('done', 'refused', 'skipped', 'cancelled')),
  constraint finished_key primary key (pos)
);
comment on table jobs.finished is 'Deliveries that have ended. Kept for 30 days.';
create index finished_by_key on jobs.finished (org_id, handler, key);
create index finished_by_time on jobs.finished (finished_at);

create table jobs.attempt (
  org_id uuid        not null default current_setting('app.org_id')::uuid,
  key    uuid        not null,
  n      bigint      generated always as identity,
  at     timestamptz not null default clock_timestamp(),
  status text        not null,
  ms     bigint      not null,
  error  text,
  constraint attempt_key primary key (org_id, key, n)
);
comment on table jobs.attempt is 'A failed call of a handler, or a call to the outside. Kept for 30 days.';
create index attempt_by_time on jobs.attempt (at);

create table jobs.schedule (
  org_id   uuid        not null default current_setting('app.org_id')::uuid,
  id       uuid        not null,
  name     text        not null constraint schedule_has_a_name check (name <> ''),
  spec     text        not null,
  declared text        not null,
  zone     text        not null,
  org_zone text        not null,
  misfire  text        not null default 'once' constraint schedule_catches_up_in_a_known_way check (misfire in ('once', 'all', 'skip')),
  paused   boolean     not null default false,
  next_at  timestamptz not null,
  last_at  timestamptz,
  constraint schedule_key primary key (org_id, id),
  constraint schedule_is_written_once unique (org_id, name)
);
comment on table jobs.schedule is 'When a handler runs in an organisation, by the clock on its wall.';
comment on column jobs.schedule.declared is 'What the code says. A spec that differs was moved by an admin, and stays.';
comment on column jobs.schedule.org_zone is 'The zone of the organisation. A zone that differs was chosen by an admin, and stays.';
create index schedule_due on jobs.schedule (next_at) where not paused;
create trigger history after insert or delete or update of spec, zone, misfire, paused on jobs.schedule
  for each row execute function history.capture();

alter table jobs.event enable row level security, force row level security;
alter table jobs.delivery enable row level security, force row level security;
alter table jobs.finished enable row level security, force row level security;
alter table jobs.attempt enable row level security, force row level security;
alter table jobs.schedule enable row level security, force row level security;
create policy org on jobs.event using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.delivery using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.finished using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.attempt using (org_id = current_setting('app.org_id')::uuid);
create policy org on jobs.schedule using (org_id = current_setting('app.org_id')::uuid);
create policy relay on jobs.event to longhouse_relay using (true);
create policy relay on jobs.delivery to longhouse_relay using (true);
create policy relay on jobs.finished to longhouse_relay using (true);
create policy relay on jobs.attempt to longhouse_relay using (true);
create policy relay on jobs.schedule to longhouse_relay using (true);
grant select on jobs.event, jobs.delivery, jobs.finished, jobs.attempt, jobs.schedule to longhouse_platform;
revoke update, delete on jobs.event from longhouse_relay;

grant usage on schema jobs to longhouse_app;

-- +goose Down
drop table jobs.schedule, jobs.attempt, jobs.finished, jobs.delivery, jobs.event;
