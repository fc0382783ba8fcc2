-- name: AddOrganisation :exec
insert into identity.organisation (id, slug, name, currency, zone, demo, idle_minutes, language)
values (@id, @slug, @name, @currency, @zone, @demo, @idle_minutes, @language);

-- name: GetOrganisation :one
select id, slug, name, currency, zone, demo, language from identity.organisation where id = @id;

-- name: FindOrganisation :one
select id, slug, name, currency, zone, demo, language from identity.organisation where slug = @slug;

-- name: AllOrganisations :many
select id, slug, name, currency, zone, demo, language from identity.organisation order by created_at;

-- name: OrganisationsOf :many
select o.id, o.slug, o.name, o.currency, o.zone, o.demo, o.language
  from identity.organisation o join identity.membership m on m.org_id = o.id
 where m.login_id = @login_id and m.state = 'active'
 order by m.joined_at;

-- name: FindLogin :one
select id, email, name, password_hash, epoch, state from identity.login where email_key = @email_key;

-- name: GetLogin :one
select id, email, name, password_hash, epoch, state from identity.login where id = @id;

-- name: AddLogin :exec
insert into identity.login (id, email, email_key, name, password_hash) values (@id, @email, @email_key, @name, @password_hash);

-- name: SetPassword :one
update identity.login set password_hash = @password_hash, epoch = epoch + 1 where id = @id returning epoch;

-- name: AddMembership :exec
insert into identity.membership (id, login_id) values (@id, @login_id);

-- name: GetMember :one
select m.login_id, m.state, m.version from identity.membership m where m.login_id = @login_id for update;

-- name: FindMember :one
select m.login_id, m.state from identity.membership m where m.login_id = @login_id;

-- name: SetMembership :execrows
update identity.membership set state = @state, disabled_why = @why, version = version + 1
 where login_id = @login_id and state <> @state;

-- name: ListMembers :many
select l.id, l.name, l.email, m.state, m.version, m.joined_at,
       coalesce(seen.at, 'epoch')::timestamptz as last_seen_at,
       (/* TEMPLATE_BEGIN: key */ m.id::text /* TEMPLATE_END */)::text as page_key
  from identity.membership m join identity.login l on l.id = m.login_id
  left join lateral (select s.seen_at as at from identity.session s where s.login_id = l.id order by s.seen_at desc limit 1) seen on true
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ l.id /* TEMPLATE_END */
 limit @max::int;

-- name: NamesOf :many
select l.id, l.name, l.email from identity.login l join identity.membership m on m.login_id = l.id
 where l.id = any(@ids::uuid[]);

-- name: AddSession :exec
insert into identity.session (sha256, id, login_id, org_id, epoch, address, browser)
values (@sha256, @id, @login_id, @org_id, @epoch, @address, @browser);

-- name: EndSession :one
delete from identity.session where sha256 = @sha256 returning id, login_id, org_id;

-- name: EndSessionsOf :exec
delete from identity.session where login_id = @login_id;

-- name: ListSessions :many
-- Those that would still let somebody in: the same terms as session_of.
select s.id, s.created_at, s.seen_at, s.address, s.browser, (s.sha256 = @current)::boolean as current
  from identity.session s join identity.login l on l.id = s.login_id and l.epoch = s.epoch
  join identity.organisation o on o.id = s.org_id
 where s.login_id = @login_id
   and s.created_at > clock_timestamp() - interval '12 hours'
   and s.seen_at >= clock_timestamp() - make_interval(mins => coalesce(o.idle_minutes, 30))
 order by s.seen_at desc, s.id;

-- name: EndSessionByID :execrows
delete from identity.session where id = @id and login_id = @login_id;

-- name: ForgetOldSessions :exec
delete from identity.session where created_at < clock_timestamp() - interval '13 hours';

-- name: AddToken :exec
insert into identity.token (id, login_id, sha256, name, epoch, expires_at) values (@id, @login_id, @sha256, @name, @epoch, @expires_at);

-- name: ListTokens :many
select t.id, t.name, t.created_at, t.expires_at, t.last_used_at, l.id as login_id, l.name as owner
  from identity.token t join identity.login l on l.id = t.login_id
 where t.revoked_at is null and (t.login_id = @login_id or @everybody::boolean)
 order by t.created_at desc
 limit 200;

-- name: RevokeToken :execrows
update identity.token set revoked_at = clock_timestamp()
 where id = @id and revoked_at is null and (login_id = @login_id or @everybody::boolean);

-- name: RevokeTokensOf :exec
update identity.token set revoked_at = clock_timestamp() where login_id = @login_id and revoked_at is null;

-- name: Stands :one
-- A member who may sign in and, if a token is named, one of theirs that still opens something.
select exists (select from identity.membership m join identity.login l on l.id = m.login_id
                where m.login_id = @login_id and m.state = 'active' and l.state = 'active'
                  and (sqlc.narg(token)::uuid is null
                       or exists (select from identity.token t where t.id = sqlc.narg(token) and t.login_id = l.id and t.epoch = l.epoch
                                     and t.revoked_at is null and t.expires_at > clock_timestamp())))::boolean as stands;

-- name: TokensOf :many
select t.id, t.name
  from identity.token t join identity.login l on l.id = t.login_id and l.epoch = t.epoch
 where t.login_id = @login_id and t.revoked_at is null and t.expires_at > clock_timestamp()
 order by t.created_at desc
 limit 200;

-- name: AddInvitation :exec
insert into identity.invitation (id, email, name, roles, sha256, invited_by, expires_at)
values (@id, @email, @name, @roles, @sha256, @invited_by, @expires_at);

-- name: ListInvitations :many
select i.id, i.email, i.name, i.roles, i.created_at, i.expires_at from identity.invitation i
 where i.used_at is null and i.expires_at > clock_timestamp() order by i.created_at desc limit 200;

-- name: FindInvitation :one
select i.org_id, i.id, i.email, i.name, i.roles, i.invited_by from identity.invitation i
 where i.sha256 = @sha256 and i.used_at is null and i.expires_at > clock_timestamp();

-- name: UseInvitation :execrows
update identity.invitation set used_at = clock_timestamp() where id = @id and used_at is null;

-- name: WithdrawInvitation :execrows
update identity.invitation set used_at = clock_timestamp() where id = @id and used_at is null;

-- name: AddOnce :exec
insert into identity.once (sha256, kind, expires_at) values (@sha256, @kind, clock_timestamp() + interval '30 minutes');

-- name: UseOnce :execrows
update identity.once set used_at = clock_timestamp()
 where sha256 = @sha256 and kind = @kind and used_at is null and expires_at > clock_timestamp();

-- name: LockAttempts :exec
select pg_advisory_xact_lock(hashtextextended(wanted.key, 727003)) from unnest(@keys::text[]) as wanted (key);

-- name: CountAttempts :many
select a.key, count(*) as n, ceil(extract(epoch from min(a.at) + interval '15 minutes' - clock_timestamp()))::int as wait from identity.attempt a
 where a.key = any(@keys::text[]) and a.at > clock_timestamp() - interval '15 minutes' group by a.key;

-- name: AddAttempts :one
-- One instant for all keys, by which the attempt can be taken back.
with now as materialized (select clock_timestamp() as at), added as (
  insert into identity.attempt (key, at) select wanted.key, now.at from now, unnest(@keys::text[]) as wanted (key)
      on conflict do nothing)
select now.at::timestamptz as at from now;

-- name: ForgetAttempts :exec
-- What a success takes back: all tries of its address, and of its network this one only.
delete from identity.attempt a
 where a.at < clock_timestamp() - interval '1 day'
    or a.key = @address::text
    or a.key = any(@keys::text[]) and a.at = @at;

-- name: AllMembers :many
select l.id, l.name, l.email, (m.state = 'active' and l.state = 'active')::boolean as active
  from identity.membership m join identity.login l on l.id = m.login_id
 order by l.name, l.id;

-- name: ProveSession :execrows
update identity.session set proof_at = clock_timestamp() where id = @id and login_id = @login_id;

-- name: ProvenSession :one
select coalesce((select s.proof_at > clock_timestamp() - interval '5 minutes' from identity.session s
                  where s.id = @id and s.login_id = @login_id), false)::boolean;

-- name: GetHouse :one
select id, slug, name, currency, zone, language, demo, idle_minutes, version from identity.organisation where id = @id;

-- name: LockHouse :one
select id, slug, name, currency, zone, language, demo, idle_minutes, version from identity.organisation where id = @id for update;

-- name: SetHouse :exec
update identity.organisation
   set name = @name, zone = @zone, language = @language, idle_minutes = @idle_minutes, version = version + 1
 where id = @id;
