-- +goose Up
create table jobs.probe (
  org_id uuid        not null default current_setting('app.org_id')::uuid,
  pos    bigint      generated always as identity,
  kind   text        not null constraint probe_is_of_a_known_kind check (kind in ('do', 'hear', 'react', 'run', 'second')),
  n      int         not null,
  part   int         not null default 0,
  word   text        not null default '',
  key    uuid        not null,
  at     timestamptz not null default clock_timestamp(),
  constraint probe_key primary key (org_id, pos)
);
comment on table jobs.probe is 'What a probe of the jobs has left: one row for each effect. Empty unless LONGHOUSE_PROBES is on.';
-- React may run again, so what it reaches takes one key once. The other kinds have no such help: a second effect would show.
create unique index probe_is_reacted_to_once on jobs.probe (org_id, n, part) where kind = 'react';
create index probe_by_number on jobs.probe (org_id, kind, n);
alter table jobs.probe enable row level security, force row level security;
create policy org on jobs.probe using (org_id = current_setting('app.org_id')::uuid);
grant select, insert, delete on jobs.probe to longhouse_platform;

-- +goose Down
drop table jobs.probe;
