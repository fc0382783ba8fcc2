-- +goose Up
create table platform.bulk (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  list        text        not null,
  entity      text        not null,
  act         text        not null constraint bulk_does_something check (act <> ''),
  shared      jsonb,
  reason      text        not null default '',
  state       text        not null constraint bulk_is_in_a_known_state check (state in ('previewed', 'running', 'done', 'cancelled', 'failed')),
  total       int         not null,
  done        int         not null default 0,
  changed     int         not null default 0,
  unchanged   int         not null default 0,
  refused     int         not null default 0,
  problem     jsonb,
  by_user     uuid        not null,
  created_at  timestamptz not null,
  finished_at timestamptz,
  constraint bulk_key primary key (org_id, id)
);
comment on table platform.bulk is 'A run over many records, or the preview of one. Its id is the operation of all that it changes; a technical table.';
comment on column platform.bulk.shared is 'What all records get.';
create index bulk_by_age on platform.bulk (org_id, created_at);
alter table platform.bulk enable row level security, force row level security;
create policy org on platform.bulk using (org_id = current_setting('app.org_id')::uuid);

create table platform.bulk_record (
  org_id    uuid   not null default current_setting('app.org_id')::uuid,
  run_id    uuid   not null,
  n         int    not null,
  record_id uuid   not null,
  version   bigint not null,
  title     text   not null,
  own       jsonb,
  state     text   not null default 'open' constraint bulk_record_is_in_a_known_state check (state in ('open', 'changed', 'unchanged', 'refused')),
  code      text   not null default '',
  detail    text   not null default '',
  field     text   not null default '',
  constraint bulk_record_key primary key (org_id, run_id, n),
  constraint bulk_record_of_run foreign key (org_id, run_id) references platform.bulk (org_id, id) on delete cascade
) with (fillfactor = 80);
comment on table platform.bulk_record is 'A record of a run: the version that was seen, and what became of it. A technical table.';
comment on column platform.bulk_record.own is 'What this record alone gets.';
create index bulk_record_by_state on platform.bulk_record (org_id, run_id, state, n);
alter table platform.bulk_record enable row level security, force row level security;
create policy org on platform.bulk_record using (org_id = current_setting('app.org_id')::uuid);

-- +goose Down
drop table platform.bulk_record, platform.bulk;
