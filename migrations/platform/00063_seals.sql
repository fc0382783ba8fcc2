-- +goose Up
-- What was committed and stands in no seal yet. A row comes by trigger with each
-- change set and fact, and goes with the seal that it is in.
create table history.unsealed (
  org_id uuid        not null,
  id     uuid        not null,
  kind   text        not null constraint unsealed_is_of_a_known_kind check (kind in ('s', 'f')),
  at     timestamptz not null default clock_timestamp(),
  constraint unsealed_key primary key (org_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table history.unsealed is 'A change set (s) or fact (f) that waits for its seal.';

create table history.seal (
  org_id uuid        not null,
  n      bigint      not null constraint seal_counts_from_one check (n >= 1),
  ids    uuid[]      not null,
  kinds  text        not null,
  counts int[]       not null,
  marks  bytea       not null,
  prev   bytea       not null,
  root   bytea       not null,
  key_id text        not null,
  at     timestamptz not null,
  constraint seal_key primary key (org_id, n),
  constraint seal_has_a_mark_for_each check (cardinality(ids) = length(kinds) and cardinality(ids) = cardinality(counts) and length(marks) = 16 * cardinality(ids))
);
comment on table history.seal is 'A link of the chain: which change sets and facts it holds, a mark of what each said, and a root over them and the link before.';
comment on column history.seal.kinds is 'One letter for each ID: s is a change set, f a fact.';
comment on column history.seal.counts is 'How many changes each change set has.';
comment on column history.seal.marks is 'Sixteen bytes for each ID, which nobody can make without the key.';
create index seal_by_time on history.seal (org_id, at, n);

create table history.chain (
  org_id     uuid        not null,
  n          bigint      not null,
  root       bytea       not null,
  first_n    bigint      not null,
  first_prev bytea       not null,
  key_id     text        not null,
  proof      bytea       not null,
  at         timestamptz not null,
  constraint chain_key primary key (org_id)
);
comment on table history.chain is 'Where an organisation''s seals begin and end, proved by the key: who cuts some off cannot say so here.';

alter table history.unsealed enable row level security, force row level security;
alter table history.seal enable row level security, force row level security;
alter table history.chain enable row level security, force row level security;
create policy org on history.unsealed using (org_id = current_setting('app.org_id')::uuid);
create policy org on history.seal using (org_id = current_setting('app.org_id')::uuid);
create policy org on history.chain using (org_id = current_setting('app.org_id')::uuid);
create policy sealer on history.change_set for select to longhouse_sealer using (true);
create policy sealer on history.change for select to longhouse_sealer using (true);
create policy sealer on history.fact for select to longhouse_sealer using (true);
create policy sealer on history.unsealed to longhouse_sealer using (true);
create policy sealer on history.seal to longhouse_sealer using (true);
create policy sealer on history.chain to longhouse_sealer using (true);
grant usage on schema history to longhouse_sealer;
grant select on history.change_set, history.change, history.fact, history.unsealed, history.seal, history.chain to longhouse_sealer;
grant delete on history.unsealed to longhouse_sealer;
grant insert on history.seal, history.chain to longhouse_sealer;
grant update on history.chain to longhouse_sealer;
grant select on history.unsealed, history.seal, history.chain to longhouse_platform;
grant insert on history.unsealed to longhouse_history;

-- What was there before anything was sealed waits from now on.
grant insert on history.unsealed to longhouse_sealer;
set role longhouse_sealer;
insert into history.unsealed (org_id, id, kind) select s.org_id, s.id, 's' from history.change_set s;
insert into history.unsealed (org_id, id, kind) select f.org_id, f.id, 'f' from history.fact f;
set role longhouse_owner;
revoke insert on history.unsealed from longhouse_sealer;

-- +goose StatementBegin
create function history.await_seal() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into history.unsealed (org_id, id, kind) values (new.org_id, new.id, tg_argv[0]);
  return null;
end $$;
-- +goose StatementEnd
create trigger seal after insert on history.change_set for each row execute function history.await_seal('s');
create trigger seal after insert on history.fact for each row execute function history.await_seal('f');

-- +goose Down
drop trigger seal on history.change_set;
drop trigger seal on history.fact;
drop function history.await_seal;
drop policy sealer on history.change_set;
drop policy sealer on history.change;
drop policy sealer on history.fact;
drop table history.unsealed, history.seal, history.chain;
