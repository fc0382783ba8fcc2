-- +goose Up
-- One row for each organisation: may a lone administrator take the second step?
create table access.setting (
  org_id  uuid    not null default current_setting('app.org_id')::uuid,
  id      uuid    not null,
  alone   boolean not null default false,
  reason  text    not null default '',
  version bigint  not null default 1,
  constraint setting_key primary key (org_id, id),
  constraint setting_is_one_row unique (org_id),
  constraint lone_administrator_says_why check (not alone or reason <> '')
);
comment on table access.setting is 'How an organisation changes its policy. alone: one administrator takes both steps, said aloud.';
alter table access.setting enable row level security, force row level security;
create policy org on access.setting using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.setting
  for each row execute function history.capture();

create table access.version (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  number       bigint,
  parent       uuid,
  name         text        not null constraint version_has_a_name check (name <> ''),
  note         text        not null default '',
  state        text        not null default 'draft'
               constraint version_has_a_known_state check (state in ('draft', 'submitted', 'published', 'superseded', 'discarded')),
  authors      uuid[]      not null constraint version_has_an_author check (cardinality(authors) > 0 or number = 1),
  approver     uuid,
  alone        boolean     not null default false,
  reason       text        not null default '',
  report       jsonb,
  version      bigint      not null default 1,
  created_at   timestamptz not null default clock_timestamp(),
  submitted_at timestamptz,
  published_at timestamptz,
  constraint version_key primary key (org_id, id),
  constraint version_number_is_given_once unique (org_id, number),
  constraint version_of_parent foreign key (org_id, parent) references access.version (org_id, id),
  constraint published_version_has_a_number check ((state in ('published', 'superseded')) = (number is not null)),
  constraint version_was_approved_by_another check
    (number is null or number = 1 or coalesce(not (approver = any (authors)) or (alone and approver is not null), false))
);
comment on table access.version is 'A policy: drafts on their way, the published one, and all that were.';
create unique index one_version_is_published on access.version (org_id) where state = 'published';
create index version_by_age on access.version (org_id, created_at, id);
alter table access.version enable row level security, force row level security;
create policy org on access.version using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.version
  for each row execute function history.capture('report');

create table access.rule (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  version_id uuid        not null,
  subject    text        not null,
  object     text        not null,
  action     text        not null,
  scope      text        not null constraint rule_has_a_scope check (scope in ('own', 'team', 'dept', 'all')),
  effect     text        not null constraint rule_has_an_effect check (effect in ('allow', 'deny')),
  valid_from timestamptz,
  valid_to   timestamptz,
  reason     text        not null default '',
  constraint rule_key primary key (org_id, id),
  constraint rule_is_written_once unique (org_id, version_id, subject, object, action, scope, effect),
  constraint rule_of_version foreign key (org_id, version_id) references access.version (org_id, id),
  constraint rule_ends_after_it_begins check (valid_to > valid_from)
);
comment on table access.rule is 'A line of a policy. Fixed once its version is no draft.';
alter table access.rule enable row level security, force row level security;
create policy org on access.rule using (org_id = current_setting('app.org_id')::uuid);

create table access.edge (
  org_id     uuid not null default current_setting('app.org_id')::uuid,
  id         uuid not null,
  version_id uuid not null,
  role       text not null,
  parent     text not null,
  constraint edge_key primary key (org_id, id),
  constraint edge_is_written_once unique (org_id, version_id, role, parent),
  constraint edge_of_version foreign key (org_id, version_id) references access.version (org_id, id)
);
comment on table access.edge is 'That a role has the rules of another, too. Fixed once its version is no draft.';
alter table access.edge enable row level security, force row level security;
create policy org on access.edge using (org_id = current_setting('app.org_id')::uuid);

create table access.role (
  org_id     uuid not null default current_setting('app.org_id')::uuid,
  id         uuid not null,
  version_id uuid not null,
  role       text not null constraint own_role_has_an_own_id check (role ~ '^org\.[a-z0-9][a-z0-9-]{0,59}$'),
  name       text not null constraint role_has_a_name check (name <> ''),
  note       text not null default '',
  constraint role_key primary key (org_id, id),
  constraint role_is_written_once unique (org_id, version_id, role),
  constraint role_of_version foreign key (org_id, version_id) references access.version (org_id, id)
);
comment on table access.role is 'A role of the organisation''s own. Fixed once its version is no draft.';
create unique index role_name_is_given_once on access.role (org_id, version_id, lower(name));
alter table access.role enable row level security, force row level security;
create policy org on access.role using (org_id = current_setting('app.org_id')::uuid);

-- What was approved stays as it was, whoever asks.
-- +goose StatementBegin
create function access.policy_is_fixed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_state text;
begin
  select state into found_state from access.version v
   where v.org_id = coalesce(new.org_id, old.org_id) and v.id = coalesce(new.version_id, old.version_id)
     for share;
  if found_state is distinct from 'draft' then
    raise exception 'a policy that is no draft cannot be changed' using errcode = 'check_violation', constraint = 'policy_is_fixed';
  end if;
  return coalesce(new, old);
end $$;
-- +goose StatementEnd
-- Nobody writes alone: it is what the organisation had chosen when the version was approved.
-- +goose StatementBegin
create function access.version_says_alone() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.number is not null and (new.authors, new.approver, new.number, new.alone, new.published_at)
       is distinct from (old.authors, old.approver, old.number, old.alone, old.published_at) then
    raise exception 'a published policy cannot be changed' using errcode = 'check_violation', constraint = 'policy_is_fixed';
  end if;
  if tg_op = 'INSERT' or old.number is null then
    new.alone := new.number is not null and coalesce(new.approver = any (new.authors), false)
                 and exists (select from access.setting s where s.org_id = new.org_id and s.alone);
  end if;
  return new;
end $$;
-- +goose StatementEnd
grant create on schema access to longhouse_access;
alter function access.policy_is_fixed owner to longhouse_access;
alter function access.version_says_alone owner to longhouse_access;
revoke create on schema access from longhouse_access;
set role longhouse_access;
grant execute on function access.policy_is_fixed, access.version_says_alone to longhouse_owner;
set role longhouse_owner;
create trigger fixed before insert or update or delete on access.rule for each row execute function access.policy_is_fixed();
create trigger fixed before insert or update or delete on access.edge for each row execute function access.policy_is_fixed();
create trigger fixed before insert or update or delete on access.role for each row execute function access.policy_is_fixed();
create trigger alone before insert or update on access.version for each row execute function access.version_says_alone();

alter table access.head add column version_id uuid;
comment on column access.head.version_id is 'The published policy; none: only what is shipped.';

alter table access.assignment
  add column kind text not null default 'standing'
      constraint assignment_has_a_known_kind check (kind in ('standing', 'grant', 'emergency')),
  add column approved_by uuid,
  add column alone boolean not null default false,
  add constraint grant_has_an_end check (kind = 'standing' or valid_to is not null);
comment on column access.assignment.alone is 'Nobody else could approve it: said aloud, since such roles take two.';
create index assignment_by_role on access.assignment (org_id, role);

create table access.request (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  user_id      uuid        not null,
  role         text        not null,
  valid_from   timestamptz,
  valid_to     timestamptz,
  reason       text        not null,
  requested_by uuid        not null,
  state        text        not null default 'open' constraint request_has_a_known_state check (state in ('open', 'approved', 'refused', 'withdrawn')),
  decided_by   uuid,
  decided_at   timestamptz,
  note         text        not null default '',
  version      bigint      not null default 1,
  created_at   timestamptz not null default clock_timestamp(),
  constraint request_key primary key (org_id, id),
  constraint request_ends_after_it_begins check (valid_to > valid_from),
  constraint request_was_decided_by_another check (state <> 'approved' or coalesce(decided_by <> requested_by and decided_by <> user_id, false))
);
comment on table access.request is 'A role that waits for somebody''s yes.';
create unique index request_is_asked_once on access.request (org_id, user_id, role) where state = 'open';
create index request_by_age on access.request (org_id, state, created_at, id);
alter table access.request enable row level security, force row level security;
create policy org on access.request using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.request
  for each row execute function history.capture();

create table access.expectation (
  org_id     uuid   not null default current_setting('app.org_id')::uuid,
  id         uuid   not null,
  name       text   not null constraint expectation_has_a_name check (name <> ''),
  subject    text   not null,
  permission text   not null,
  relation   text   not null constraint expectation_has_a_relation check (relation in ('own', 'team', 'dept', 'all')),
  expect     text   not null constraint expectation_has_an_answer check (expect in ('allow', 'deny')),
  version    bigint not null default 1,
  constraint expectation_key primary key (org_id, id),
  constraint expectation_is_written_once unique (org_id, subject, permission, relation)
);
comment on table access.expectation is 'A decision that every policy must come out with: a stored test.';
alter table access.expectation enable row level security, force row level security;
create policy org on access.expectation using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.expectation
  for each row execute function history.capture();

create table access.conflict (
  org_id       uuid   not null default current_setting('app.org_id')::uuid,
  id           uuid   not null,
  permission_a text   not null,
  permission_b text   not null,
  reason       text   not null constraint conflict_has_a_reason check (reason <> ''),
  version      bigint not null default 1,
  constraint conflict_key primary key (org_id, id),
  constraint conflict_has_two_sides check (permission_a < permission_b),
  constraint conflict_is_written_once unique (org_id, permission_a, permission_b)
);
comment on table access.conflict is 'Two rights that no person may hold both: separation of duties.';
alter table access.conflict enable row level security, force row level security;
create policy org on access.conflict using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.conflict
  for each row execute function history.capture();

create table access.emergency (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  user_id     uuid        not null,
  reason      text        not null constraint emergency_has_a_reason check (reason <> ''),
  began_at    timestamptz not null,
  ends_at     timestamptz not null,
  reviewed_by uuid,
  reviewed_at timestamptz,
  note        text        not null default '',
  version     bigint      not null default 1,
  constraint emergency_key primary key (org_id, id),
  constraint emergency_is_short check (ends_at <= began_at + interval '60 minutes'),
  constraint emergency_is_reviewed_by_another check (reviewed_at is null or coalesce(reviewed_by <> user_id, false))
);
comment on table access.emergency is 'That somebody broke the glass: why, how long, and who looked at it afterwards.';
create index emergency_by_time on access.emergency (org_id, began_at, id);
alter table access.emergency enable row level security, force row level security;
create policy org on access.emergency using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.emergency
  for each row execute function history.capture();

create table access.emergency_use (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  emergency_id uuid        not null,
  at           timestamptz not null default clock_timestamp(),
  operation    text        not null,
  path         text        not null,
  address      text        not null,
  request_id   uuid,
  constraint emergency_use_key primary key (org_id, id),
  constraint use_of_emergency foreign key (org_id, emergency_id) references access.emergency (org_id, id)
);
comment on table access.emergency_use is 'What was asked for while the glass was broken, reads included. Never updated, never deleted.';
create index emergency_use_by_time on access.emergency_use (org_id, emergency_id, at, id);
alter table access.emergency_use enable row level security, force row level security;
create policy org on access.emergency_use using (org_id = current_setting('app.org_id')::uuid);
revoke update, delete on access.emergency_use from longhouse_access;

create table access.review (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  name       text        not null constraint review_has_a_name check (name <> ''),
  due_on     date        not null,
  started_by uuid        not null,
  state      text        not null default 'open' constraint review_has_a_known_state check (state in ('open', 'closed')),
  closed_at  timestamptz,
  version    bigint      not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  constraint review_key primary key (org_id, id)
);
comment on table access.review is 'A round in which somebody confirms who still needs which role.';
create index review_by_age on access.review (org_id, created_at, id);
alter table access.review enable row level security, force row level security;
create policy org on access.review using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.review
  for each row execute function history.capture();

create table access.review_item (
  org_id        uuid not null default current_setting('app.org_id')::uuid,
  id            uuid not null,
  review_id     uuid not null,
  assignment_id uuid not null,
  user_id       uuid not null,
  role          text not null,
  reviewer      uuid,
  decision      text constraint review_item_has_a_known_decision check (decision in ('keep', 'end')),
  decided_by    uuid,
  decided_at    timestamptz,
  ended         boolean not null default false,
  constraint review_item_key primary key (org_id, id),
  constraint review_item_is_there_once unique (org_id, review_id, assignment_id),
  constraint item_of_review foreign key (org_id, review_id) references access.review (org_id, id),
  constraint nobody_confirms_their_own_role check (decision is distinct from 'keep' or coalesce(decided_by <> user_id, false))
);
comment on table access.review_item is 'One role of one person in a round, and what was said of it.';
create index review_item_by_reviewer on access.review_item (org_id, review_id, reviewer, id);
alter table access.review_item enable row level security, force row level security;
create policy org on access.review_item using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on access.review_item
  for each row execute function history.capture('@review_id');

create table access.rule_use (
  org_id       uuid not null default current_setting('app.org_id')::uuid,
  rule         text not null,
  last_used_on date not null,
  constraint rule_use_key primary key (org_id, rule)
);
comment on table access.rule_use is 'When a line of the policy last decided something, to a day. Sampled, for the lint.';
alter table access.rule_use enable row level security, force row level security;
create policy org on access.rule_use using (org_id = current_setting('app.org_id')::uuid);

-- A sensitive act holds the policy still: who takes the right away comes before it, and then it fails, or
-- waits for it. A read only looks. Both run as the bare login, before it becomes a module.
-- +goose StatementBegin
create function access.hold(decided bigint, writes boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_seq bigint;
begin
  if writes then
    select h.seq into found_seq from access.head h where h.org_id = current_setting('app.org_id')::uuid for share;
  else
    select h.seq into found_seq from access.head h where h.org_id = current_setting('app.org_id')::uuid;
  end if;
  if coalesce(found_seq, 0) <> decided then
    raise exception 'the policy has moved on' using errcode = 'LH001';
  end if;
end $$;
-- +goose StatementEnd
grant create on schema access to longhouse_access;
grant usage on schema access to longhouse_app;
alter function access.hold owner to longhouse_access;
revoke create on schema access from longhouse_access;
set role longhouse_access;
grant execute on function access.hold to longhouse_app;
grant execute on function access.raise to longhouse_identity; -- ending somebody's access is a change of rights, too
set role longhouse_owner;

-- +goose Down
drop function access.hold;
drop table access.rule_use, access.review_item, access.review, access.emergency_use, access.emergency, access.conflict, access.expectation, access.request;
alter table access.assignment drop column kind, drop column approved_by, drop column alone;
drop index access.assignment_by_role;
alter table access.head drop column version_id;
drop table access.role, access.edge, access.rule, access.version, access.setting;
drop function access.policy_is_fixed, access.version_says_alone;
