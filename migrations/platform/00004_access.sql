-- +goose Up
create table access.head (
  org_id  uuid   not null default current_setting('app.org_id')::uuid,
  id      uuid   not null,
  version bigint not null default 1,
  seq     bigint not null default 1,
  constraint head_key primary key (org_id)
);
comment on table access.head is 'The number that every change of rights raises; nodes compare it.';
alter table access.head enable row level security, force row level security;
create policy org on access.head using (org_id = current_setting('app.org_id')::uuid);
create policy poll on access.head for select to longhouse_relay using (true);
grant select on access.head to longhouse_relay;
grant usage on schema access to longhouse_relay;

create table access.assignment (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  user_id    uuid        not null,
  role       text        not null constraint assignment_has_a_role check (role <> ''),
  valid_from timestamptz,
  valid_to   timestamptz,
  granted_by text        not null default current_setting('app.actor'),
  reason     text,
  constraint assignment_key primary key (org_id, id),
  constraint role_is_given_once unique (org_id, user_id, role),
  constraint assignment_ends_after_it_begins check (valid_to > valid_from)
);
comment on table access.assignment is 'A role that a person holds, from when until when.';
alter table access.assignment enable row level security, force row level security;
create policy org on access.assignment using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.assignment
  for each row execute function history.capture();

create table access.token_rule (
  org_id   uuid not null default current_setting('app.org_id')::uuid,
  id       uuid not null,
  token_id uuid not null,
  object   text not null,
  action   text not null,
  scope    text not null constraint token_rule_has_a_scope check (scope in ('own', 'team', 'dept', 'all')),
  constraint token_rule_key primary key (org_id, id),
  constraint token_rule_is_written_once unique (org_id, token_id, object, action)
);
comment on table access.token_rule is 'What an API token may do at most; its owner''s rights narrow it further.';
alter table access.token_rule enable row level security, force row level security;
create policy org on access.token_rule using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.token_rule
  for each row execute function history.capture();

create table access.reach (
  org_id  uuid   not null default current_setting('app.org_id')::uuid,
  user_id uuid   not null,
  teams   uuid[] not null,
  depts   uuid[] not null,
  constraint reach_key primary key (org_id, user_id)
);
comment on table access.reach is 'Which teams and departments a person''s scopes contain. A projection that HR writes.';
alter table access.reach enable row level security, force row level security;
create policy org on access.reach using (org_id = current_setting('app.org_id')::uuid);

-- +goose StatementBegin
create function access.raise() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into access.head as h (id) values (current_setting('app.org_id')::uuid)
  on conflict on constraint head_key do update set seq = h.seq + 1;
  select pg_notify('access', current_setting('app.org_id'));
$$;
-- +goose StatementEnd
-- +goose StatementBegin
create function access.set_reach(person uuid, wanted_teams uuid[], wanted_depts uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into access.reach as r (user_id, teams, depts) values (person, wanted_teams, wanted_depts)
  on conflict on constraint reach_key do update set teams = excluded.teams, depts = excluded.depts
   where (r.teams, r.depts) is distinct from (excluded.teams, excluded.depts);
  if found then perform access.raise(); end if;
end $$;
-- +goose StatementEnd
grant create on schema access to longhouse_access;
grant execute on function access.set_reach to longhouse_hr, longhouse_access;
grant execute on function access.raise to longhouse_access;
alter function access.set_reach owner to longhouse_access;
alter function access.raise owner to longhouse_access;
revoke create on schema access from longhouse_access;

-- +goose Down
drop function access.set_reach, access.raise;
drop table access.reach, access.token_rule, access.assignment, access.head;
