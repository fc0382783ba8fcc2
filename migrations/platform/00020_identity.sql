-- +goose Up
create table identity.organisation (
  id           uuid        not null,
  slug         text        not null constraint organisation_has_a_plain_slug check (slug ~ '^[a-z0-9][a-z0-9-]{0,38}$'),
  name         text        not null constraint organisation_has_a_name check (name <> ''),
  currency     text        not null constraint organisation_has_a_currency check (currency ~ '^[A-Z]{3}$'),
  zone         text        not null,
  demo         boolean     not null default false,
  idle_minutes int         not null default 30 constraint idle_time_is_sensible check (idle_minutes between 5 and 480),
  created_at   timestamptz not null default clock_timestamp(),
  constraint organisation_key primary key (id),
  constraint slug_is_unique unique (slug)
);
comment on table identity.organisation is 'A company whose data lives here.';

create table identity.login (
  id            uuid        not null,
  email         text        not null,
  email_key     text        not null,
  name          text        not null constraint login_has_a_name check (name <> ''),
  password_hash text,
  epoch         int         not null default 1,
  state         text        not null default 'active' constraint login_has_a_known_state check (state in ('active', 'disabled')),
  created_at    timestamptz not null default clock_timestamp(),
  constraint login_key primary key (id),
  constraint email_is_unique unique (email_key)
);
comment on table identity.login is 'A person who can sign in. May belong to several organisations.';

create table identity.membership (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  login_id     uuid        not null,
  state        text        not null default 'active' constraint membership_has_a_known_state check (state in ('active', 'disabled')),
  disabled_why text,
  version      bigint      not null default 1,
  joined_at    timestamptz not null default clock_timestamp(),
  constraint membership_key primary key (org_id, id),
  constraint person_is_a_member_once unique (org_id, login_id),
  constraint membership_of_login foreign key (login_id) references identity.login (id)
);
comment on table identity.membership is 'That a person belongs to an organisation.';
create index membership_by_login on identity.membership (login_id);
alter table identity.membership enable row level security, force row level security;
create policy org on identity.membership using (org_id = current_setting('app.org_id')::uuid);
create policy sign_in on identity.membership for select to longhouse_identity using (current_setting('app.org_id') = '00000000-0000-0000-0000-000000000000');
create trigger history after insert or update or delete on identity.membership
  for each row execute function history.capture();

create table identity.session (
  sha256     bytea       not null,
  id         uuid        not null,
  login_id   uuid        not null,
  org_id     uuid        not null,
  epoch      int         not null,
  created_at timestamptz not null default clock_timestamp(),
  seen_at    timestamptz not null default clock_timestamp(),
  proof_at   timestamptz not null default clock_timestamp(),
  address    text        not null,
  browser    text        not null,
  constraint session_key primary key (sha256),
  constraint session_of_login foreign key (login_id) references identity.login (id)
);
comment on table identity.session is 'A browser that is signed in. org_id is where it works unless it says otherwise.';
create index session_by_login on identity.session (login_id);
create index session_by_age on identity.session (created_at);
alter table identity.session enable row level security, force row level security;
create policy org on identity.session using (org_id = current_setting('app.org_id')::uuid);
create policy sign_in on identity.session to longhouse_identity using (current_setting('app.org_id') = '00000000-0000-0000-0000-000000000000');

create table identity.token (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  login_id     uuid        not null,
  sha256       bytea       not null,
  name         text        not null constraint token_has_a_name check (name <> ''),
  epoch        int         not null,
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  constraint token_key primary key (org_id, id),
  constraint token_of_login foreign key (login_id) references identity.login (id)
);
comment on table identity.token is 'A key for a program. Only its SHA-256 is kept.';
create index token_by_secret on identity.token (sha256);
alter table identity.token enable row level security, force row level security;
create policy org on identity.token using (org_id = current_setting('app.org_id')::uuid);
create policy sign_in on identity.token to longhouse_identity using (current_setting('app.org_id') = '00000000-0000-0000-0000-000000000000');
create trigger history after insert or delete or update of name, expires_at, revoked_at on identity.token
  for each row execute function history.capture('sha256', 'last_used_at');

create table identity.invitation (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  email      text        not null,
  name       text        not null,
  roles      text[]      not null,
  sha256     bytea       not null,
  invited_by uuid        not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at    timestamptz,
  constraint invitation_key primary key (org_id, id)
);
comment on table identity.invitation is 'A one-time link by which a person joins an organisation.';
create index invitation_by_secret on identity.invitation (sha256);
alter table identity.invitation enable row level security, force row level security;
create policy org on identity.invitation using (org_id = current_setting('app.org_id')::uuid);
create policy sign_in on identity.invitation for select to longhouse_identity using (current_setting('app.org_id') = '00000000-0000-0000-0000-000000000000');
create trigger history after insert or update or delete on identity.invitation
  for each row execute function history.capture('sha256');

create table identity.once (
  sha256     bytea       not null,
  kind       text        not null constraint once_has_a_known_kind check (kind in ('setup')),
  expires_at timestamptz not null,
  used_at    timestamptz,
  constraint once_key primary key (sha256)
);
comment on table identity.once is 'A link that works once: the first start.';

create table identity.attempt (
  key text        not null,
  at  timestamptz not null default clock_timestamp(),
  constraint attempt_key primary key (key, at)
);
comment on table identity.attempt is 'Sign-ins that were tried, counted by address of mail and of network.';
create index attempt_by_age on identity.attempt (at);

-- Who is it? One statement, because every request asks it. wanted is a slug or an ID, or nothing. A stream
-- that asks whether its session lasts does not use it, and so does not make it last.
-- +goose StatementBegin
create function identity.session_of(secret bytea, wanted text, uses boolean default true,
  out login uuid, out org uuid, out member boolean, out session uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  s identity.session;
  o identity.organisation;
begin
  perform set_config('app.org_id', '00000000-0000-0000-0000-000000000000', true);
  select x.* into s from identity.session x join identity.login l on l.id = x.login_id
   where x.sha256 = secret and l.state = 'active' and l.epoch = x.epoch and x.created_at > clock_timestamp() - interval '12 hours';
  if not found then return; end if;
  select * into o from identity.organisation x
   where case when wanted = '' then x.id = s.org_id else x.slug = wanted or x.id::text = wanted end;
  if s.seen_at < clock_timestamp() - make_interval(mins => coalesce(o.idle_minutes, 30)) then return; end if;
  if uses and s.seen_at < clock_timestamp() - interval '1 minute' then
    update identity.session x set seen_at = clock_timestamp() where x.sha256 = secret;
  end if;
  login := s.login_id; session := s.id; org := o.id;
  member := exists (select from identity.membership m where m.login_id = s.login_id and m.org_id = o.id and m.state = 'active');
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function identity.token_of(secret bytea, out login uuid, out org uuid, out token uuid, out expired boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  used timestamptz;
begin
  perform set_config('app.org_id', '00000000-0000-0000-0000-000000000000', true);
  select t.login_id, t.org_id, t.id, t.expires_at <= clock_timestamp(), t.last_used_at into login, org, token, expired, used
    from identity.token t join identity.login l on l.id = t.login_id
    join identity.membership m on m.login_id = t.login_id and m.org_id = t.org_id
   where t.sha256 = secret and t.revoked_at is null and l.state = 'active' and l.epoch = t.epoch and m.state = 'active';
  if token is null then return; end if;
  if used is null or used < clock_timestamp() - interval '1 minute' then
    update identity.token t set last_used_at = clock_timestamp() where t.org_id = org and t.id = token;
  end if;
end $$;
-- +goose StatementEnd
grant usage on schema identity to longhouse_app;
grant create on schema identity to longhouse_identity;
grant execute on function identity.session_of, identity.token_of to longhouse_app, longhouse_identity;
alter function identity.session_of owner to longhouse_identity;
alter function identity.token_of owner to longhouse_identity;
revoke create on schema identity from longhouse_identity;

-- +goose Down
drop function identity.token_of, identity.session_of;
drop table identity.attempt, identity.once, identity.invitation, identity.token, identity.session, identity.membership, identity.login, identity.organisation;
