-- +goose Up
create table crm.pipeline (
  org_id         uuid        not null default current_setting('app.org_id')::uuid,
  id             uuid        not null,
  name           text        not null constraint pipeline_has_a_name check (name <> ''),
  is_default     boolean     not null default false,
  no_skip        boolean     not null default false,
  no_back        boolean     not null default false,
  create_only_in uuid,
  active         boolean     not null default true,
  version        bigint      not null default 1,
  created_at     timestamptz not null,
  constraint pipeline_key primary key (org_id, id),
  constraint pipeline_name_is_unique unique (org_id, name)
);
comment on table crm.pipeline is 'A way that deals go, with its rules.';
create unique index one_default_pipeline on crm.pipeline (org_id) where is_default;
alter table crm.pipeline enable row level security, force row level security;
create policy org on crm.pipeline using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.pipeline for each row execute function history.capture();

create table crm.stage (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  pipeline_id  uuid        not null,
  name         text        not null constraint stage_has_a_name check (name <> ''),
  position     int         not null,
  category     text        not null constraint stage_has_a_known_category check (category in ('open', 'hold', 'won', 'lost')),
  probability  int         not null,
  entry_fields text[]      not null default '{}',
  won_allowed  boolean     not null default true,
  locked       boolean     not null default false,
  colour       text        not null default '',
  active       boolean     not null default true,
  created_at   timestamptz not null,
  constraint stage_key primary key (org_id, id),
  constraint stage_of_pipeline foreign key (org_id, pipeline_id) references crm.pipeline (org_id, id),
  constraint stage_position_is_unique unique (org_id, pipeline_id, position) deferrable initially deferred,
  constraint stage_name_is_unique unique (org_id, pipeline_id, name) deferrable initially deferred,
  constraint stage_has_one_category unique (org_id, pipeline_id, id, category),
  constraint stage_probability_fits_its_category check (case category when 'won' then probability = 100 when 'lost' then probability = 0 else probability between 1 and 99 end)
);
comment on table crm.stage is 'A step that deals of a pipeline pass.';
alter table crm.stage enable row level security, force row level security;
create policy org on crm.stage using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.stage for each row execute function history.capture();

create table crm.lost_reason (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  name       text        not null constraint lost_reason_has_a_name check (name <> ''),
  needs_note boolean     not null default false,
  position   int         not null default 0,
  active     boolean     not null default true,
  version    bigint      not null default 1,
  constraint lost_reason_key primary key (org_id, id)
);
comment on table crm.lost_reason is 'Why deals are lost. One that is not active any more is kept for the deals that it was given for.';
create unique index lost_reason_name_is_unique on crm.lost_reason (org_id, lower(name));
alter table crm.lost_reason enable row level security, force row level security;
create policy org on crm.lost_reason using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.lost_reason for each row execute function history.capture();

create table crm.deal (
  org_id           uuid           not null default current_setting('app.org_id')::uuid,
  id               uuid           not null,
  code             text           not null default '',
  name             text           not null constraint deal_has_a_name check (name <> ''),
  account_id       uuid,
  contact_id       uuid,
  pipeline_id      uuid           not null,
  stage_id         uuid           not null,
  status           text           not null,
  owner_id         uuid,
  team_id          uuid,
  dept_id          uuid,
  salesperson_id   uuid,
  product          text           not null default '',
  amount           numeric(19, 4) not null default 0 constraint deal_amount_is_not_negative check (amount >= 0),
  currency         text           not null constraint deal_has_a_currency check (currency ~ '^[A-Z]{3}$'),
  probability      int            not null,
  expected_close   date,
  next_step        text           not null default '',
  closed_at        timestamptz,
  lost_reason_id   uuid,
  lost_note        text           not null default '',
  held_from_id     uuid,
  rank             numeric(38, 18) not null,
  stage_entered_at timestamptz    not null,
  version          bigint         not null default 1,
  created_at       timestamptz    not null,
  updated_at       timestamptz    not null,
  deleted_at       timestamptz,
  name_key         text           collate "C" not null generated always as (crm.fold(name)) stored,
  code_key         text           collate "C" not null generated always as (lower(code)) stored,
  close_sort       date           not null generated always as (coalesce(expected_close, date '9999-12-31')) stored,
  constraint deal_key primary key (org_id, id),
  constraint deal_of_account foreign key (org_id, account_id) references crm.account (org_id, id),
  constraint deal_of_contact foreign key (org_id, contact_id) references crm.contact (org_id, id),
  constraint deal_lost_for_a_reason foreign key (org_id, lost_reason_id) references crm.lost_reason (org_id, id),
  constraint deal_status_is_its_stages_category foreign key (org_id, pipeline_id, stage_id, status) references crm.stage (org_id, pipeline_id, id, category),
  constraint deal_is_closed_when_decided check ((status in ('won', 'lost')) = (closed_at is not null)),
  constraint deal_probability_fits_its_status check (case status when 'won' then probability = 100 when 'lost' then probability = 0 else probability between 1 and 99 end)
);
comment on table crm.deal is 'A chance to sell. Its status is the category of its stage, which the foreign key holds.';
create unique index deal_code_is_unique on crm.deal (org_id, code_key) where code <> '' and deleted_at is null;
create index deal_by_time on crm.deal (org_id, created_at, id) where deleted_at is null;
create index deal_by_name on crm.deal (org_id, name_key, id) where deleted_at is null;
create index deal_by_amount on crm.deal (org_id, amount, id) where deleted_at is null;
create index deal_by_close on crm.deal (org_id, close_sort, id) where deleted_at is null;
create index deal_by_status on crm.deal (org_id, status, created_at, id) where deleted_at is null;
create index deal_by_stage on crm.deal (org_id, stage_id, rank, id) where deleted_at is null;
create index deal_by_account on crm.deal (org_id, account_id) where account_id is not null;
create index deal_by_contact on crm.deal (org_id, contact_id) where contact_id is not null;
create index deal_by_owner on crm.deal (org_id, owner_id, close_sort, id) where deleted_at is null;
create index deal_by_team on crm.deal (org_id, team_id);
create index deal_has_words on crm.deal using gin (name_key public.gin_trgm_ops, code_key public.gin_trgm_ops);
alter table crm.deal enable row level security, force row level security;
create policy org on crm.deal using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.deal for each row execute function history.capture('name_key', 'code_key', 'close_sort', 'rank');

create table crm.stage_history (
  org_id         uuid           not null default current_setting('app.org_id')::uuid,
  id             uuid           not null,
  deal_id        uuid           not null,
  pipeline_id    uuid           not null,
  from_stage_id  uuid,
  to_stage_id    uuid           not null,
  entered_at     timestamptz    not null,
  left_at        timestamptz,
  seconds        bigint         generated always as (floor(extract(epoch from left_at - entered_at))::bigint) stored,
  by_actor       text           not null default current_setting('app.actor'),
  amount         numeric(19, 4) not null,
  currency       text           not null,
  probability    int            not null,
  expected_close date,
  undo           boolean        not null default false,
  constraint stage_history_key primary key (org_id, id),
  constraint stage_history_of_deal foreign key (org_id, deal_id) references crm.deal (org_id, id) on delete cascade,
  constraint stage_history_of_stage foreign key (org_id, to_stage_id) references crm.stage (org_id, id)
);
comment on table crm.stage_history is 'A visit of a deal to a stage. Only leaving it is ever written again.';
create unique index deal_is_in_one_stage on crm.stage_history (org_id, deal_id) where left_at is null;
create index stage_history_by_deal on crm.stage_history (org_id, deal_id, entered_at);
alter table crm.stage_history enable row level security, force row level security;
create policy org on crm.stage_history using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.stage_history for each row execute function history.capture('@deal_id');

-- +goose Down
drop table crm.stage_history, crm.deal, crm.lost_reason, crm.stage, crm.pipeline;
